package taskgateway.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import taskgateway.Gateway;

/**
 * A gateway and its operator: A20047 is a FHIR server and C83615 an endpoint that a test has in its hand. What fails is
 * dead soon: a delivery and a JMS message after two tries.
 */
public final class OperatedGateway implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    public final FakeProvider provider = new FakeProvider();
    public final LegacyEndpoint endpoint = new LegacyEndpoint(0);
    public final RunningGateway gateway;
    public final Records records;
    public final Sender sender;
    private final Path config;
    private final Postgres postgres;

    private OperatedGateway(boolean onPostgres) throws Exception {
        Path data = Files.createTempDirectory("task-gateway");
        postgres = onPostgres ? Postgres.start(data) : null;
        Path directory =
                Files.writeString(data.resolve("directory.yaml"), Files.readString(Path.of("config/directory.yaml"))
                .replace("{{simulator.base}}/legacy/C83615/tasks", endpoint.url())
                .replace("{{simulator.base}}/A20047/DSTU2/1", provider.address() + "/fhir"));
        Map<String, String> settings = new HashMap<>(onPostgres ? postgres.settings() : Map.of());
        settings.putAll(Map.of("gateway.directory", directory.toString(), "gateway.deliver.tries", "2",
                "gateway.deliver.retry-seconds", "1", "gateway.deliver.retry-longest-seconds", "1",
                "gateway.deliver.poll-millis", "50", "gateway.jms.tries", "2", "gateway.breaker.open-seconds", "1",
                "simulator.enabled", "false", "gateway.patient-key-file",
                data.resolve("patient.key").toString()));
        gateway = RunningGateway.start(data, settings);
        records = new Records(gateway);
        sender = new Sender(gateway);
        config = config(data, gateway.settings());
    }

    /** A settings file for commands, as a gateway with these settings has it. */
    public static Path config(Path folder, Map<String, String> settings) throws IOException {
        Properties all = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of("config/application.properties"))) {
            all.load(reader);
        }
        all.putAll(settings);
        Path file = folder.resolve("application.properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            all.store(writer, null);
        }
        return file;
    }

    public Path config() {
        return config;
    }

    /** A command of a script. */
    public Desk run(String... arguments) {
        return run(config, null, arguments);
    }

    /** A command whose questions the operator answers so. */
    public Desk answering(boolean answer, String... arguments) {
        return run(config, answer, arguments);
    }

    public static Desk run(Path config, Boolean answer, String... arguments) {
        return Desk.run(Gateway::access, answer,
                Stream.concat(Stream.of(arguments), Stream.of("--config", config.toString()))
                .toArray(String[]::new));
    }

    /** What a command prints for scripts. */
    public JsonNode json(String... arguments) throws IOException {
        Desk desk = run(Stream.concat(Stream.of(arguments), Stream.of("--json")).toArray(String[]::new));
        assertThat(desk.err()).isEmpty();
        return JSON.readTree(desk.out());
    }

    /** Has a hosted task accepted; its trace id. */
    public String accept(String ods) {
        Map<String, String> headers = sender.createHeaders(ods);
        assertThat(sender.create(ods, headers, Sender.json()).statusCode()).isEqualTo(201);
        return headers.get("Ssp-TraceID");
    }

    /** Has a delivery to C83615 die; the id of its dead letter. */
    public long deadDelivery() throws Exception {
        endpoint.answers(500, 500);
        return awaitDead(accept("C83615"));
    }

    public long awaitDead(String traceId) throws Exception {
        String dead = "select id from dead_letter where trace_id = ? and state = 'DEAD'";
        await().until(() -> !records.rows(dead, traceId).isEmpty());
        return records.number(dead, traceId);
    }

    public void awaitState(long deadLetter, String state) {
        await().until(() -> records.rows("select state from dead_letter where id = ?", deadLetter).get(0)
                .get("state").equals(state));
    }

    /** The operators' audit records of an action, the newest first. */
    public List<Map<String, Object>> actions(String action) throws Exception {
        return records.rows(
                "select * from audit where gateway = 'operators' and interaction = ? order by sequence desc", action);
    }

    @Override
    public void close() throws IOException {
        gateway.stop();
        endpoint.close();
        provider.close();
        if (postgres != null) {
            postgres.close();
        }
        gateway.close();
    }

    /** Tests of the commands on PostgreSQL, and not on the embedded database. */
    @Retention(RetentionPolicy.RUNTIME)
    public @interface OnPostgres {
    }

    /**
     * Hands the one such gateway of the run, on the one or the other database, to tests that have it as a parameter.
     */
    public static final class Shared implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
            return parameter.getParameter().getType() == OperatedGateway.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
            boolean onPostgres = test.getRequiredTestClass().isAnnotationPresent(OnPostgres.class);
            return test.getRoot().getStore(ExtensionContext.Namespace.GLOBAL)
                    .getOrComputeIfAbsent("operated gateway, on PostgreSQL: " + onPostgres, key -> started(onPostgres),
                            OperatedGateway.class);
        }

        private static OperatedGateway started(boolean onPostgres) {
            try {
                return new OperatedGateway(onPostgres);
            } catch (Exception e) {
                throw new IllegalStateException("the gateway does not start", e);
            }
        }
    }
}
