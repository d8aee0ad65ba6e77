package taskgateway.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import taskgateway.directory.Consumer;
import taskgateway.directory.Directory;
import taskgateway.directory.ServiceRoot;
import taskgateway.directory.sds.FakeSds;
import taskgateway.directory.sds.SelfSigned;
import taskgateway.token.TokenIssuer;

/** A whole gateway that looks up its providers in SDS, but for one that its directory file holds. */
public final class SdsGateway implements AutoCloseable {

    public static final String URN = "urn:nhs:names:services:gpconnect:fhir:rest:";
    public static final String ASID = "918999190001";
    /** The provider of the file, and its ASID. */
    public static final String FILED = "F86099";
    public static final String FILED_ASID = "918999190099";
    /** How long an answer may be used. */
    public static final int KEEP_SECONDS = 5;
    /** How long a look-up may take. */
    public static final int LIMIT_SECONDS = 5;

    private static final int PARTNERS = 100;

    public final FakeProvider provider = new FakeProvider();
    public final FakeProvider filed = new FakeProvider();
    public final FakeSds sds;
    public final RunningGateway gateway;
    private final AtomicInteger used = new AtomicInteger();
    private final Path data;
    private final Sender sender;

    public SdsGateway(FakeSds.Protocol protocol) throws Exception {
        this(protocol, "");
    }

    /** A gateway that calls providers through a Spine Security Proxy; none where its base is blank. */
    public SdsGateway(FakeSds.Protocol protocol, String proxy) throws Exception {
        data = Files.createTempDirectory("task-gateway");
        SelfSigned server = SelfSigned.of(data, "sds", "localhost");
        SelfSigned client = SelfSigned.of(data, "client", "gateway.example");
        sds = protocol.start(server, client);
        Map<String, String> settings = new HashMap<>(Map.of(
                "gateway.directory", Files.writeString(data.resolve("directory.yaml"), directory()).toString(),
                "simulator.enabled", "false",
                "gateway.sds.url", sds.url(), "gateway.sds.trust", server.certificate().toString(),
                "gateway.sds.certificate", client.certificate().toString(), "gateway.sds.key", client.key().toString(),
                "gateway.sds.seconds", Integer.toString(LIMIT_SECONDS), "gateway.sds.ttl-seconds",
                Integer.toString(KEEP_SECONDS), "gateway.sds.loopback-http", "true"));
        settings.put("gateway.sds.api-key-file",
                Files.writeString(data.resolve("api-key"), FakeSds.API_KEY + "\n").toString());
        settings.put("gateway.deliver.ssp", proxy);
        gateway = RunningGateway.start(data, settings);
        sender = new Sender(gateway);
    }

    private String directory() {
        return """
                consumers:
                  - asid: "200000000359"
                    ods: GPC001
                    name: GP Super Clinic
                    system: https://consumer.example/fhir
                    sendsTo: [%1$s, %4$s]
                    requester: {userId: "999000000017", prefix: Dr, given: Claire, family: Jones, role: {code: R0260, display: GP},
                      device: {id: gpsc-ws-014, model: Desktop, version: "5.2"} }
                providers:
                  - ods: %1$s
                    asid: "%2$s"
                    name: Surgery of the file
                    transport: FHIR
                    serviceRoot: "{{gateway.base}}/%1$s/DSTU2/1"
                    address: "%3$s/%1$s/DSTU2/1"
                """.formatted(FILED, FILED_ASID, filed.address(), partners());
    }

    private static String partners() {
        return IntStream.range(0, PARTNERS).mapToObj(SdsGateway::partner).collect(Collectors.joining(", "));
    }

    private static String partner(int number) {
        return "B86" + (100 + number);
    }

    /**
     * An organisation with which the sender has an agreement, and that no test has used before: what SDS said of it is
     * kept.
     */
    public String fresh() {
        return partner(used.getAndIncrement());
    }

    /** The service root of an organisation at its own system. */
    public String address(FakeProvider at, String ods) {
        return at.address() + "/" + ods + "/DSTU2/1";
    }

    /** Good headers for a request to an organisation that SDS knows. */
    public Map<String, String> headers(String ods, String interaction) {
        Consumer consumer =
                gateway.camel().getRegistry().findSingleByType(Directory.class).consumer("200000000359").orElseThrow();
        String scope = interaction.startsWith("create") ? TokenIssuer.WRITE : "organization/*.read";
        Map<String, String> headers = new LinkedHashMap<>(sender.headers(FILED, interaction, scope));
        headers.put("Ssp-To", ods.equals(FILED) ? FILED_ASID : ASID);
        headers.put("Authorization", "Bearer " + new TokenIssuer().issue(consumer,
                ServiceRoot.of(gateway.base() + "/" + ods + "/DSTU2/1"), scope, Instant.now()));
        if (interaction.startsWith("create")) {
            headers.put("Content-Type", "application/json+fhir");
        }
        return headers;
    }

    /** Sends the worked example. */
    public java.net.http.HttpResponse<String> create(String ods) {
        return sender.create(ods, headers(ods, "create:order-1"), Sender.json());
    }

    /** Reads something under a service root. */
    public java.net.http.HttpResponse<String> get(String ods, String path, String interaction) {
        return sender.send("GET", "/" + ods + "/DSTU2/1/" + path, headers(ods, interaction), null);
    }

    @Override
    public void close() throws Exception {
        gateway.close();
        sds.close();
        provider.close();
        filed.close();
    }
}
