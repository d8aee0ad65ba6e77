package taskgateway.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** A whole gateway whose limits are so low that a test can exceed them. */
public final class LimitedGateway implements AutoCloseable {

    /** Consumers: one with a rate that no test exceeds, one with another of its own, and the JMS producers'. */
    public static final String FREE = "200000000359";
    public static final String LIMITED = "200000000360";
    public static final String PRODUCERS = "200000000361";

    /** What a limited consumer may send, and in how many seconds. */
    public static final int RATE = 3;
    public static final int RATE_SECONDS = 9;

    /** FHIR providers that a test has in its hand, and a hosted one. */
    public static final String ODS = "A20047";
    public static final String FAILING = "B81001";
    public static final String REFUSING = "P81001";
    public static final String HOSTED = "B82617";

    public static final int WORKERS = 4;
    public static final int WAITING = 3;
    public static final int CONNECTIONS = 100;
    public static final int CALLS = 4;
    /** How long a provider whose calls fail is not called. */
    public static final int OPEN_SECONDS = 6;
    /** How long each part of a request may take to arrive, and of an answer to leave. */
    public static final int PEER_SECONDS = 3;

    public final FakeProvider provider = new FakeProvider();
    public final FakeProvider failing = new FakeProvider();
    public final FakeProvider refusing = new FakeProvider();
    public final RunningGateway gateway;
    private final HttpClient management = HttpClient.newHttpClient();

    public LimitedGateway() throws Exception {
        Path data = Files.createTempDirectory("task-gateway");
        String directory = "consumers:\n" + consumer(FREE, 0) + consumer(LIMITED, RATE) + consumer(PRODUCERS, RATE)
                + "providers:\n" + provider(ODS, "FHIR", provider.address())
                + provider(FAILING, "FHIR", failing.address())
                + provider(REFUSING, "FHIR", refusing.address()) + provider(HOSTED, "HOSTED_JMS", "tasks." + HOSTED);
        gateway = RunningGateway.start(data, Map.ofEntries(
                Map.entry("gateway.directory", Files.writeString(data.resolve("directory.yaml"), directory).toString()),
                Map.entry("gateway.jms.consumer", PRODUCERS), Map.entry("simulator.enabled", "false"),
                Map.entry("gateway.rate.requests", "1000000"),
                Map.entry("gateway.rate.seconds", Integer.toString(RATE_SECONDS)),
                Map.entry("gateway.http.workers", Integer.toString(WORKERS)),
                Map.entry("gateway.http.waiting", Integer.toString(WAITING)),
                Map.entry("gateway.http.connections", Integer.toString(CONNECTIONS)),
                Map.entry("gateway.http.receive-seconds", Integer.toString(PEER_SECONDS)),
                Map.entry("gateway.http.send-seconds", Integer.toString(PEER_SECONDS)),
                Map.entry("gateway.http.idle-seconds", Long.toString(2 * Patience.PATIENCE.toSeconds())),
                Map.entry("gateway.deliver.connections", Integer.toString(WORKERS)),
                Map.entry("gateway.deliver.seconds", Long.toString(Patience.PATIENCE.toSeconds())),
                Map.entry("gateway.breaker.calls", Integer.toString(CALLS)),
                Map.entry("gateway.breaker.open-seconds", Integer.toString(OPEN_SECONDS))));
    }

    private static String consumer(String asid, int requests) {
        return """
                  - asid: "%s"
                    ods: GPC001
                    name: GP Super Clinic
                    system: https://consumer%s.example/fhir
                    sendsTo: [A20047, B81001, P81001, B82617]
                %s    requester: {userId: "%s", prefix: Dr, given: Claire, family: Jones, role: {code: R0260, display: GP},
                      device: {id: gpsc-ws-014, model: Desktop, version: "5.2"} }
                """.formatted(asid, asid, requests == 0 ? "" : "    requests: " + requests + "\n", asid);
    }

    private static String provider(String ods, String transport, String address) {
        return """
                  - ods: %s
                    asid: "9%011d"
                    name: Surgery %s
                    transport: %s
                    serviceRoot: "{{gateway.base}}/%s/DSTU2/1"
                    address: "%s"
                """.formatted(ods, ods.hashCode() & 0xfffffffL, ods, transport, ods, address);
    }

    public Sender sender(String asid) {
        return new Sender(gateway, asid);
    }

    /** What an operator's metrics say of this name and these tags, e.g. {@code name="waiting"}. */
    public double metric(String name, String... tags) throws IOException, InterruptedException {
        URI page = URI.create("http://127.0.0.1:" + gateway.setting("gateway.management.port") + "/observe/metrics");
        return management.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString()).body().lines()
                .filter(line -> line.startsWith(name + "{") && java.util.Arrays.stream(tags).allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ')))).findFirst()
                .orElse(Double.NaN);
    }

    @Override
    public void close() throws Exception {
        gateway.close();
        provider.close();
        failing.close();
        refusing.close();
    }

    /** Hands the one such gateway of the run to tests that have it as a parameter. */
    public static final class Shared implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
            return parameter.getParameter().getType() == LimitedGateway.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
            return test.getRoot().getStore(ExtensionContext.Namespace.GLOBAL)
                    .getOrComputeIfAbsent(LimitedGateway.class, key -> started(), LimitedGateway.class);
        }

        private static LimitedGateway started() {
            try {
                return new LimitedGateway();
            } catch (Exception e) {
                throw new IllegalStateException("the gateway does not start", e);
            }
        }
    }
}
