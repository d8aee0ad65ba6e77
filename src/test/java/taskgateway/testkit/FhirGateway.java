package taskgateway.testkit;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** A whole gateway whose providers are FHIR servers that a test has in its hand. Its time limits are short. */
public final class FhirGateway implements AutoCloseable {

    /** The provider that most tests use, another beside it, and one behind a forward proxy. */
    public static final String ODS = "A20047";
    public static final String OTHER = "B81001";
    public static final String PROXIED = "P81001";
    /** Providers that cannot be reached. */
    public static final String REFUSES = "R81001";
    public static final String UNKNOWN = "U81001";
    public static final String SILENT = "S81001";
    /** It takes connections, but speaks no TLS where the directory says https. */
    public static final String NO_TLS = "T81001";

    public static final int DEADLINE_SECONDS = 6;
    private static final int CONNECTIONS = 32;
    public static final int CONSUMERS = 32;

    public final FakeProvider provider = new FakeProvider();
    public final FakeProvider other = new FakeProvider();
    public final RunningGateway gateway;
    public final Sender sender;
    private final FullPort full = new FullPort();

    public FhirGateway() throws Exception {
        this(DEADLINE_SECONDS, CONNECTIONS);
    }

    /** One whose providers may take so long, at so many requests at once. */
    public FhirGateway(long deadlineSeconds, int connections) throws Exception {
        Path data = Files.createTempDirectory("task-gateway");
        Map<String, String> addresses = new LinkedHashMap<>();
        addresses.put(ODS, provider.address() + "/fhir");
        addresses.put(OTHER, other.address() + "/fhir/");
        addresses.put(PROXIED, provider.address() + "/https://provider.example/P81001/DSTU2/1");
        addresses.put(REFUSES, "http://127.0.0.1:" + RunningGateway.freePort());
        addresses.put(UNKNOWN, "http://provider.invalid/fhir");
        addresses.put(SILENT, full.address());
        addresses.put(NO_TLS, other.address().replace("http:", "https:"));
        gateway = RunningGateway.start(data, Map.of(
                "gateway.directory", Files.writeString(data.resolve("directory.yaml"), directory(addresses)).toString(),
                "simulator.enabled", "false", "gateway.http.body-limit", "131072",
                "gateway.deliver.connect-seconds", "2", "gateway.deliver.seconds", Long.toString(deadlineSeconds),
                "gateway.deliver.connections", Integer.toString(connections), "gateway.http.idle-seconds",
                Long.toString(60 + deadlineSeconds),
                // Its providers fail all the time.
                "gateway.breaker.calls", "10000"));
        sender = new Sender(gateway);
    }

    /** The ASID of one of many senders. */
    public static String consumer(int number) {
        return Long.toString(200000000359L + number);
    }

    /** Sends the worked example to the provider that answers with these bytes. */
    public HttpResponse<String> answered(String response) {
        provider.says(response);
        return create(ODS);
    }

    /** Sends the worked example to the provider that does this. */
    public HttpResponse<String> answered(FakeProvider.Behaviour behaviour) {
        provider.does(behaviour);
        return create(ODS);
    }

    /** Sends the worked example to any provider. */
    public HttpResponse<String> create(String ods, String... headers) {
        Map<String, String> all = sender.createHeaders(ods);
        for (String header : headers) {
            all.put(header.split(": ", 2)[0], header.split(": ", 2)[1]);
        }
        return sender.create(ods, all, Sender.json());
    }

    /** Reads from the provider that answers with these bytes; the path follows {@code /Order/}. */
    public HttpResponse<String> read(String path, String response, String... headers) {
        provider.says(response);
        Map<String, String> all = sender.readHeaders(ODS);
        for (String header : headers) {
            all.put(header.split(": ", 2)[0], header.split(": ", 2)[1]);
        }
        return sender.send("GET", "/" + ODS + "/DSTU2/1/Order/" + path, all, null);
    }

    /** The service root under which callers of this gateway know a provider. */
    public String root(String ods) {
        return gateway.base() + "/" + ods + "/DSTU2/1";
    }

    /** A directory with providers at these addresses, by ODS code, and many consumers that may send to all of them. */
    public static String directory(Map<String, String> addresses) {
        StringBuilder yaml = new StringBuilder("consumers:\n");
        for (int i = 0; i < CONSUMERS; i++) {
            yaml.append("""
                      - asid: "%s"
                        ods: GPC001
                        name: GP Super Clinic
                        system: https://consumer%d.example/fhir
                        sendsTo: %s
                        requester: {userId: "%d", prefix: Dr, given: Claire, family: Jones, role: {code: R0260, display: GP},
                          device: {id: gpsc-ws-014, model: Desktop, version: "5.2"} }
                    """.formatted(consumer(i), i, addresses.keySet(), 999000000017L + i));
        }
        yaml.append("providers:\n");
        addresses.forEach((ods, address) -> yaml.append("""
                  - ods: %s
                    asid: "9%011d"
                    name: Surgery %s
                    transport: FHIR
                    serviceRoot: "{{gateway.base}}/%s/DSTU2/1"
                    address: "%s"
                """.formatted(ods, ods.hashCode() & 0xfffffffL, ods, ods, address)));
        return yaml.toString();
    }

    @Override
    public void close() throws Exception {
        gateway.close();
        provider.close();
        other.close();
        full.close();
    }

    /** Hands the one such gateway of the run to tests that have it as a parameter. */
    public static final class Shared implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
            return parameter.getParameter().getType() == FhirGateway.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
            return test.getRoot().getStore(ExtensionContext.Namespace.GLOBAL)
                    .getOrComputeIfAbsent(FhirGateway.class, key -> started(), FhirGateway.class);
        }

        private static FhirGateway started() {
            try {
                return new FhirGateway();
            } catch (Exception e) {
                throw new IllegalStateException("the gateway does not start", e);
            }
        }
    }
}
