package taskgateway.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSException;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.transport.RequestTimedOutIOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;
import taskgateway.testkit.SmallDisk;

/** A full disk is called so, once; the gateway refuses what does not fit, and goes on by itself when there is room. */
@Slow
class FullDiskTest {

    private static final int LONGEST_COMMAND_SECONDS = 100;

    @TempDir
    private Path data;

    @Test
    void isNamedOnceAndTheGatewayGoesOnWhenThereIsRoom() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(data)) {
            String url = "jdbc:h2:file:" + disk.folder().resolve("db") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
            try (WatchedGateway gateway = WatchedGateway.start(data.resolve("gateway"),
                    Map.of("gateway.database.url", url)).awaitReady()) {
                String large = Sender.json().replace("Please review", "Please review " + "x".repeat(1 << 18));
                await().until(() -> gateway.sender().create("C83615", gateway.sender().createHeaders("C83615"), large)
                        .statusCode() == 503);
                disk.fill();
                for (int i = 0; i < 20; i++) {
                    HttpResponse<String> answer = gateway.create("C83615");
                    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
                    assertThat(answer.body()).contains("The service's store is full. Nothing was ")
                            .doesNotContain(disk.folder().toString());
                }
                await().until(() -> gateway.told("The disk of the database is full: " + disk.folder()) == 1);
                assertThat(command(gateway, "messages", "list"))
                        .as("a command ends, and reads what the gateway can read, or says it cannot")
                        .matches("(?s)received_at .*|[^\\n]+").doesNotContain("what was read cannot be written");
                disk.empty();
                await().until(() -> gateway.create("C83615").statusCode() == 201);
                await().until(() -> gateway.told("There is room for the database again after") == 1);
                assertThat(gateway.complaints()).as("warnings and errors").hasSizeLessThanOrEqualTo(4);
                await().until(() -> command(gateway, "messages", "list").startsWith("received_at"));
            }
        }
    }

    @Test
    void ofTheBrokerIsNamedOnceAndASenderIsToldAtOnceAndWhatIsForQueuesWaits() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(data);
                WatchedGateway gateway = WatchedGateway.start(data.resolve("gateway"),
                Map.of("gateway.broker.data", disk.folder().resolve("activemq").toString())).awaitReady();
                LegacyProducer sender = new LegacyProducer(gateway.settings().get("gateway.broker.listen"))) {
            await().until(() -> gateway.health("") == 200);
            assertThat(sender.connected()).isTrue();
            send(sender, "before");
            await().until(() -> gateway.endpoint().taken().size() == 1);
            int before = gateway.complaints().size();
            disk.fill();
            for (int i = 0; i < 5; i++) {
                assertThat(gateway.create("B82617").statusCode()).isEqualTo(201);
            }
            // What is small may still fit.
            await().until(() -> isRefused(sender));
            await().until(() -> gateway.told("The disk of the broker is full: " + disk.folder()) == 1);
            disk.empty();
            await().until(() -> gateway.told("There is room for the broker again after") == 1);
            int[] arrived = {0};
            await().until(() ->
                    (arrived[0] += Outside.drained(gateway.settings().get("gateway.broker.listen")).size()) >= 5);
            send(sender, "afterwards");
            await().until(() -> gateway.endpoint().taken().stream()
                    .anyMatch(post -> post.body().contains("Please review afterwards")));
            assertThat(gateway.complaints()).as("warnings and errors").hasSizeLessThanOrEqualTo(before + 4);
        }
    }

    /** By the broker: the sender's own patience with it did not end. */
    private static boolean isRefused(LegacyProducer sender) {
        try {
            send(sender, "while it is full");
            return false;
        } catch (JMSException refused) {
            assertThat(refused.getCause()).isNotInstanceOf(RequestTimedOutIOException.class);
            return true;
        }
    }

    private static void send(LegacyProducer sender, String when) throws JMSException {
        sender.send(Sender.json().replace("Please review", "Please review " + when),
                Map.of("ProviderOdsCode", "C83615", "SspTraceID", UUID.randomUUID().toString()), "c");
    }

    /** What a command beside the gateway prints, which ends in time. */
    private String command(WatchedGateway gateway, String... arguments) throws IOException, InterruptedException {
        Path printed = Files.createTempFile(data, "command", ".txt");
        ProcessBuilder program =
                new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                        System.getProperty("java.class.path"), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
                        "taskgateway.Gateway");
        program.command().addAll(List.of(arguments));
        gateway.settings().forEach((key, value) ->
                program.environment().put(key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'), value));
        Process process = program.redirectErrorStream(true).redirectOutput(printed.toFile()).start();
        try {
            assertThat(process.waitFor(LONGEST_COMMAND_SECONDS, TimeUnit.SECONDS)).as("it ends").isTrue();
            return Files.readString(printed).strip();
        } finally {
            process.destroyForcibly();
        }
    }
}
