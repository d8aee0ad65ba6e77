package taskgateway.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskgateway.StartFailure;
import taskgateway.testkit.Desk;
import taskgateway.testkit.JmsClient;
import taskgateway.testkit.LegacyEndpoint;
import taskgateway.testkit.OperatedGateway;
import taskgateway.testkit.Records;
import taskgateway.testkit.Refused;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/** A hosted provider goes: what its senders were told 201 of is delivered all the same, and a new task is refused. */
@Slow
class RetiredProviderTest {

    private static final String ODS = "C83615";
    private static final String DEMO = "config/directory.yaml";

    @TempDir
    private Path data;
    private final int port = Integer.parseInt(RunningGateway.freePort());
    private RunningGateway gateway;

    /** A gateway that has accepted a task, which it cannot deliver, and has been stopped. */
    @BeforeEach
    void acceptATask() throws Exception {
        gateway = start(directory(""));
        Sender sender = new Sender(gateway);
        assertThat(sender.create(ODS, sender.createHeaders(ODS), Sender.json()).statusCode()).isEqualTo(201);
    }

    @AfterEach
    void stop() {
        gateway.stop();
    }

    @Test
    void oneThatIsTakenOutWithOpenDeliveriesStopsTheStart() throws Exception {
        gateway.stop();
        Throwable failure = catchThrowable(() -> start(without()));
        assertThat(new StartFailure(failure)).message().hasLineCount(1).contains("gateway.directory")
                .contains("C83615 (1)").contains("retired: true");
        gateway = start(directory(""));
        try (LegacyEndpoint endpoint = new LegacyEndpoint(port)) {
            await().until(this::delivered);
            gateway.stop();
        }
        gateway = start(without());
        assertThat(directories()).containsEntry(ODS, "not there").containsEntry("B82617", "there");
    }

    @Test
    void oneThatIsRetiredGetsWhatItWasSentAndNothingNewAndItsTasksAreRead() throws Exception {
        String id = (String) new Records(gateway).rows("select id from task").get(0).get("id");
        gateway.stop();
        gateway = start(directory("retired: true"), Map.of("gateway.registry", registryWithout().toString()));
        Sender sender = new Sender(gateway);

        Refused refused = Refused.of(sender.create(ODS, sender.createHeaders(ODS), Sender.json()));
        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.issues()).containsExactly("ORGANISATION_NOT_FOUND");
        assertThat(refused.diagnostics()).contains("takes no more tasks");
        try (JmsClient client = new JmsClient(gateway)) {
            assertThat(client.ask(client.task(ODS)).getIntProperty("HttpStatus")).isEqualTo(404);
        }
        assertThat(directories()).containsEntry(ODS, "retired");
        assertThat(operate("messages", "list", "--nhs-number", "9000000009").code()).as("it needs no registry")
                .isZero();

        var read = sender.send("GET", "/" + ODS + "/DSTU2/1/Order/" + id, sender.readHeaders(ODS), null);
        var metadata = sender.send("GET", "/" + ODS + "/DSTU2/1/metadata", sender.metadataHeaders(ODS), null);
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(metadata.body()).contains("{\"code\":\"read\"}").doesNotContain("{\"code\":\"create\"}");

        try (LegacyEndpoint endpoint = new LegacyEndpoint(port)) {
            await().until(this::delivered);
            assertThat(endpoint.taken()).hasSize(1);
        }
    }

    @Test
    void aDeadLetterOfOneThatIsNotThereIsNotReplayedIntoNowhere() throws Exception {
        Records records = new Records(gateway);
        gateway.stop();
        gateway = start(directory(""), Map.of("gateway.deliver.tries", "1"));
        await().until(() -> records.number("select count(*) from dead_letter where state = 'DEAD'") == 1);
        String letter = Long.toString(records.number("select id from dead_letter"));
        gateway.stop();
        gateway = start(without());

        Desk refused = operate("dead", "replay", letter, "--why", "they ask for it");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.out()).contains("not done: C83615 is no hosted provider of the directory");
        assertThat(records.number("select count(*) from delivery where state = 'DEAD'")).isEqualTo(1);

        gateway.stop();
        gateway = start(directory("retired: true"));
        assertThat(operate("dead", "replay", letter, "--why", "they ask for it").code()).isZero();
        try (LegacyEndpoint endpoint = new LegacyEndpoint(port)) {
            await().until(this::delivered);
        }
    }

    private Path registryWithout() throws IOException {
        Path other = Files.createDirectories(data.resolve("registry/B82617"));
        try (Stream<Path> files = Files.list(Path.of("config/registry/B82617"))) {
            for (Path file : files.toList()) {
                Files.copy(file, other.resolve(file.getFileName()));
            }
        }
        return other.getParent();
    }

    private boolean delivered() throws Exception {
        return new Records(gateway).number("select count(*) from delivery where state = 'DELIVERED'") == 1;
    }

    /** How each provider stands in the directory, as the operator is told. */
    private Map<String, String> directories() throws Exception {
        Map<String, String> directories = new HashMap<>();
        new ObjectMapper().readTree(operate("provider", "list", "--json").out())
                .forEach(row -> directories.put(row.at("/ods").asText(), row.at("/directory").asText()));
        return directories;
    }

    private Desk operate(String... arguments) throws Exception {
        return OperatedGateway.run(OperatedGateway.config(data, gateway.settings()), null, arguments);
    }

    /** The demo's directory, in which the provider has this line and an endpoint at which nobody listens at first. */
    private String directory(String line) throws Exception {
        return Files.readString(Path.of(DEMO)).replace("\"{{simulator.base}}/legacy/C83615/tasks\"",
                "\"http://127.0.0.1:" + port + "/tasks\"\n    " + line);
    }

    private String without() throws Exception {
        String all = directory("");
        return all.substring(0, all.indexOf("  - ods: " + ODS)).replace(", " + ODS + "]", "]");
    }

    private RunningGateway start(String directory) throws Exception {
        return start(directory, Map.of());
    }

    private RunningGateway start(String directory, Map<String, String> other) throws Exception {
        Map<String, String> settings = new HashMap<>(other);
        settings.putAll(
                Map.of("gateway.directory", Files.writeString(data.resolve("directory.yaml"), directory).toString(),
                        "gateway.deliver.connect-seconds", "1", "gateway.deliver.retry-longest-seconds", "1"));
        return RunningGateway.start(data, settings);
    }
}
