package taskgateway.deliver.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.Session;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLSocket;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.SslContext;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.testkit.Authority;
import taskgateway.testkit.Expect;
import taskgateway.testkit.FakeProvider;
import taskgateway.testkit.JmsClient;
import taskgateway.testkit.Peer;
import taskgateway.testkit.Records;
import taskgateway.testkit.Responses;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/**
 * The gateway calls FHIR providers, HTTP endpoints and its broker over mutual TLS, and nobody else (specification,
 * section 10).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Slow
class ProvidersOverTlsTest {

    private final Authority authority = new Authority("Test authority");
    private final Authority own = new Authority("A provider's own authority");
    private final Authority.Issued gatewayCertificate = authority.issue(Authority.client("gateway.example"));
    private final Authority.Issued revoked = authority.issue(Authority.server());
    private final Authority.Issued revocable = authority.issue(Authority.server());
    private final Map<String, FakeProvider> providers = new LinkedHashMap<>();
    private final Map<String, String> lines = new LinkedHashMap<>();
    private final BrokerService broker = new BrokerService();
    private Path folder;
    private RunningGateway gateway;
    private Sender sender;

    @BeforeAll
    void start() throws Exception {
        Instant now = Instant.now();
        provider("G00001", authority.issue(Authority.server()), "FHIR", "");
        provider("G00002", own.issue(Authority.server()), "FHIR", "own");
        provider("H00001", authority.issue(Authority.server()), "HOSTED_HTTP", "");
        provider("H00002", own.issue(Authority.server()), "HOSTED_HTTP", "own");
        provider("H00003", own.issue(Authority.server()), "HOSTED_HTTP", "");
        provider("H00004",
                authority.issue(Authority.server()
                        .named("localhost", new GeneralName(GeneralName.dNSName, "other.example"))),
                "HOSTED_HTTP", "");
        provider("W00001",
                authority.issue(Authority.server()
                        .named("localhost", new GeneralName(GeneralName.dNSName, "other.example"))),
                "FHIR", "");
        provider("W00002", own.issue(Authority.server()), "FHIR", "");
        provider("W00003", authority.issue(Authority.server().valid(now.minusSeconds(7200), now.minusSeconds(60))),
                "FHIR", "");
        provider("W00004", authority.issue(Authority.server().valid(now.plusSeconds(3600), now.plusSeconds(7200))),
                "FHIR", "");
        provider("W00005", revoked, "FHIR", "");
        provider("W00006", Authority.selfSigned(Authority.server()), "FHIR", "");
        provider("W00007", authority.issue(Authority.server()), "FHIR", "own");
        provider("R00001", revocable, "FHIR", "");
        startGateway(startBroker());
        sender = new Sender(gateway);
    }

    private void provider(String ods, Authority.Issued certificate, String transport, String ca) throws IOException {
        FakeProvider provider = FakeProvider.over(Peer.context(authority, certificate));
        providers.put(ods, provider);
        lines.put(ods, ("{ods: %s, asid: \"9%s\", name: %s, transport: %s,"
                + " serviceRoot: \"{{gateway.base}}/%s/DSTU2/1\", address: \"%s\"%s}")
                .formatted(ods, ods.replaceAll("[A-Z]", "0000" + (int) ods.charAt(0)), ods, transport, ods,
                        "https://localhost:" + provider.port() + "/" + ods,
                        ca.isEmpty() ? "" : ", ca: \"FOLDER/" + ca + "\""));
    }

    private String startBroker() throws Exception {
        broker.setPersistent(false);
        broker.setUseJmx(false);
        broker.setBrokerName("tls-test");
        KeyManager[] keys = {Peer.showing(authority.issue(Authority.server()))};
        broker.setSslContext(new SslContext(keys, Peer.trusting(authority), null));
        return "ssl://localhost:"
                + broker.addConnector(
                        "ssl://127.0.0.1:0?needClientAuth=true&transport.enabledProtocols=TLSv1.2,TLSv1.3")
                .getServer().getSocketAddress().getPort();
    }

    private void startGateway(String brokerUrl) throws Exception {
        broker.start();
        folder = Files.createTempDirectory("tls");
        write("certificate", gatewayCertificate.pem());
        write("key", gatewayCertificate.keyPem());
        write("ca", authority.own.pem());
        write("own", own.own.pem());
        write("crl", authority.revoking(revoked) + own.revoking());
        write("directory",
                ("consumers:\n- {asid: \"200000000359\", ods: GPC001, name: GP Super Clinic, system: https://c.example,"
                + " sendsTo: [B82617, " + String.join(", ", lines.keySet())
                + "], requester: {userId: \"999000000017\", prefix: Dr,"
                + " given: Claire, family: Jones, role: {code: R0260, display: GP}, device: {id: d, model: m, version:"
                + " \"1\"} } }\nproviders:\n- "
                + String.join("\n- ", lines.values())
                + "\n- {ods: B82617, asid: \"918999198994\", name: B, transport: HOSTED_JMS,"
                + " serviceRoot: \"{{gateway.base}}/B82617/DSTU2/1\", address: tasks.B82617}\n")
                .replace("FOLDER", folder.toString()));
        for (String ods : lines.keySet()) {
            if (ods.startsWith("H")) {
                copyRegistry(ods);
            }
        }
        copyRegistry("B82617");
        Map<String, String> settings = new LinkedHashMap<>(Map.of("gateway.directory", path("directory"),
                "gateway.registry", path("registry"), "simulator.enabled", "false", "gateway.broker.url", brokerUrl,
                "gateway.tls.reload-seconds", "1", "gateway.deliver.retry-longest-seconds", "1"));
        for (String file : List.of("certificate", "key", "ca", "crl")) {
            settings.put("gateway.tls.out." + file, path(file));
        }
        gateway = RunningGateway.start(Files.createTempDirectory("task-gateway"), settings);
    }

    private void copyRegistry(String ods) throws IOException {
        Path registry = Files.createDirectories(folder.resolve("registry").resolve(ods));
        try (var files = Files.walk(Path.of("config/registry/B82617"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = registry.resolve(Path.of("config/registry/B82617").relativize(file));
                Files.createDirectories(copy.getParent());
                Files.writeString(copy, Files.readString(file).replace("B82617", ods));
            }
        }
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    @AfterAll
    void stop() throws Exception {
        gateway.close();
        broker.stop();
        for (FakeProvider provider : providers.values()) {
            provider.close();
        }
        try (var files = Files.walk(folder)) {
            files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"G00001", "G00002"})
    void sendsATaskToAProviderThatItTrusts(String ods) throws Exception {
        HttpResponse<String> answer = create(ods);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        SSLSocket connection = (SSLSocket) providers.get(ods).connections().get(0);
        assertThat(((X509Certificate) connection.getSession().getPeerCertificates()[0]))
                .isEqualTo(gatewayCertificate.certificate());
        assertThat(connection.getSession().getCipherSuite()).isEqualTo("TLS_AES_256_GCM_SHA384");
    }

    /**
     * Another's name, an unknown authority, expired, not valid yet, revoked, self-signed, not of the provider's own
     * authority.
     */
    @ParameterizedTest
    @ValueSource(strings = {"W00001", "W00002", "W00003", "W00004", "W00005", "W00006", "W00007"})
    void sendsNothingToAnybodyElse(String ods) {
        Expect.nothingSent(create(ods));

        assertThat(providers.get(ods).received()).isEmpty();
    }

    @Test
    void takesOverARevocationListThoughSessionsCouldBeResumed() throws IOException {
        assertThat(create("R00001").statusCode()).isEqualTo(201);

        write("crl", authority.revoking(revoked, revocable) + own.revoking());
        await().pollInterval(Duration.ofSeconds(5)).until(() -> create("R00001").statusCode() == 502);

        Expect.nothingSent(create("R00001"));
        assertThat(create("G00001").statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"H00001", "H00002"})
    void postsATaskToAnEndpointThatItTrusts(String ods) throws SQLException {
        providers.get(ods).says("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        assertThat(post(ods).statusCode()).isEqualTo(201);

        await().until(() -> deliveries(ods, "state = 'DELIVERED'") == 1);
        assertThat(providers.get(ods).received()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"H00003", "H00004"})
    void postsNothingToAnyOtherEndpoint(String ods) throws SQLException {
        assertThat(post(ods).statusCode()).isEqualTo(201);

        await().until(() -> deliveries(ods, "attempts > 1 and last_failure like 'not reached%'") == 1);
        assertThat(providers.get(ods).received()).isEmpty();
    }

    @Test
    void speaksTlsWithItsBroker() throws Exception {
        assertThat(post("B82617").statusCode()).isEqualTo(201);

        try (Connection inside = new ActiveMQConnectionFactory("vm://tls-test?create=false").createConnection();
                Session session = inside.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            inside.start();
            assertThat(session.createConsumer(session.createQueue("tasks.B82617")).receive(JmsClient.PATIENCE_MILLIS))
                    .isNotNull();
        }
    }

    private long deliveries(String ods, String condition) throws SQLException {
        return new Records(gateway)
                .number("select count(*) from delivery where provider_ods = ? and " + condition, ods);
    }

    private HttpResponse<String> create(String ods) {
        providers.get(ods).does((request, caller) -> caller.getOutputStream()
                .write(Responses.created(request, "t1").getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        return post(ods);
    }

    private HttpResponse<String> post(String ods) {
        return sender.create(ods, sender.createHeaders(ods), Sender.json());
    }
}
