package taskgateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskgateway.directory.Directory;
import taskgateway.testkit.ChildGateway;
import taskgateway.testkit.LegacyEndpoint;
import taskgateway.testkit.Records;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/** What a gateway has acknowledged survives its sudden end. */
@Slow
class KillTest {

    @TempDir
    private Path data;

    @Test
    void everyAcknowledgedTaskIsReadableAndDeliveredAfterAKill() throws Exception {
        try (LegacyEndpoint endpoint = new LegacyEndpoint(0)) {
            Map<String, String> settings = settings(endpoint.url());
            Collection<String> acknowledged = new ConcurrentLinkedQueue<>();
            ExecutorService threads = Executors.newFixedThreadPool(4);
            try (ChildGateway first = ChildGateway.start(data, settings).awaitReady()) {
                Sender sender = new Sender(settings.get("gateway.base"), directory(settings));
                for (int i = 0; i < 4; i++) {
                    threads.execute(() -> sendUntilItFails(sender, acknowledged));
                }
                await().until(() -> acknowledged.size() >= 50);
                first.kill();
            } finally {
                threads.shutdown();
            }
            RunningGateway second = RunningGateway.start(data, settings);
            try {
                assertReadable(second, acknowledged);
                await().untilAsserted(() -> assertThat(endpoint.taken().stream()
                        .map(post -> post.headers().get("Task-Id")).collect(Collectors.toSet()))
                        .containsAll(ids(acknowledged)));
                assertThat(new Records(second).number("select max(sequence) - count(*) from audit")).isZero();
            } finally {
                second.stop();
            }
        }
    }

    private Map<String, String> settings(String endpoint) throws Exception {
        Path directory = data.resolve("directory.yaml");
        Files.writeString(directory, Files.readString(Path.of("config/directory.yaml"))
                .replace("{{simulator.base}}/legacy/C83615/tasks", endpoint));
        Map<String, String> settings = RunningGateway.settings(data);
        settings.put("gateway.directory", directory.toString());
        return settings;
    }

    private static Directory directory(Map<String, String> settings) throws IOException {
        return Directory.parse(Files.readString(Path.of(settings.get("gateway.directory")))
                .replace("{{gateway.base}}", settings.get("gateway.base"))
                .replace("{{simulator.base}}", "http://127.0.0.1:" + settings.get("simulator.port")));
    }

    private static void sendUntilItFails(Sender sender, Collection<String> acknowledged) {
        try {
            while (true) {
                var answer = sender.create("C83615", sender.createHeaders("C83615"), Sender.json());
                acknowledged.add(answer.headers().firstValue("Location").orElseThrow()
                        .replaceFirst("http://[^/]*", ""));
            }
        } catch (IllegalStateException killed) {
            // no answer: nothing was acknowledged
        }
    }

    private static void assertReadable(RunningGateway gateway, Collection<String> locations) {
        Sender sender = new Sender(gateway);
        for (String location : locations) {
            assertThat(sender.send("GET", location, sender.readHeaders("C83615"), null).statusCode()).isEqualTo(200);
        }
    }

    private static Collection<String> ids(Collection<String> locations) {
        return locations.stream().map(location -> location.replaceAll(".*/Order/|/_history.*", "")).toList();
    }
}
