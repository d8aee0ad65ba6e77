package taskgateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskgateway.directory.Directory;
import taskgateway.testkit.Chains;
import taskgateway.testkit.ChildGateway;
import taskgateway.testkit.FakeProvider;
import taskgateway.testkit.Patience;
import taskgateway.testkit.Records;
import taskgateway.testkit.Responses;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/** SIGTERM ends a gateway when it has finished what is in flight. */
@Slow
class SigtermTest {

    /** 128 and the number of the signal. */
    private static final int ENDED_BY_SIGTERM = 143;

    @TempDir
    private Path data;

    @Test
    void aTaskInFlightIsFinishedAndAnsweredBeforeTheGatewayEnds() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answers = new CountDownLatch(1);
        try (FakeProvider provider = new FakeProvider()) {
            provider.does((request, caller) -> {
                asked.countDown();
                answers.await();
                caller.getOutputStream()
                        .write(Responses.created(request, "in-flight").getBytes(StandardCharsets.UTF_8));
            });
            Path directory =
                    Files.writeString(data.resolve("directory.yaml"), Files.readString(Path.of("config/directory.yaml"))
                    .replace("{{simulator.base}}/A20047/DSTU2/1", provider.address() + "/fhir"));
            Map<String, String> settings = RunningGateway.settings(data);
            settings.put("gateway.directory", directory.toString());
            settings.put("gateway.deliver.seconds", Long.toString(Patience.PATIENCE.toSeconds()));
            settings.put("gateway.http.idle-seconds", Long.toString(2 * Patience.PATIENCE.toSeconds()));
            try (ChildGateway gateway = ChildGateway.start(data, settings).awaitReady()) {
                Sender sender = new Sender(settings.get("gateway.base"), directory(directory, settings));
                CompletableFuture<HttpResponse<String>> answer = CompletableFuture.supplyAsync(
                        () -> sender.create("A20047", sender.createHeaders("A20047"), Sender.json()));
                assertThat(asked.await(Patience.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
                gateway.terminate();
                Awaitility.await().until(() -> refuses(sender));
                answers.countDown();
                assertThat(answer.get(Patience.PATIENCE.toSeconds(), TimeUnit.SECONDS).statusCode()).isEqualTo(201);
                assertThat(gateway.awaitEnd()).isEqualTo(ENDED_BY_SIGTERM);
            }
            Records records = new Records(settings);
            assertThat(records.number("select count(*) from message where state = 'DELIVERED'")).isEqualTo(1);
            assertThat(records.number("select count(*) from message where state = 'RUNNING'")).isZero();
            try (Connection database = records.open()) {
                assertThat(Chains.faults(database)).isEmpty();
            }
        }
    }

    /** It takes nothing more: it answers 503, or no longer. */
    private static boolean refuses(Sender sender) {
        try {
            return sender.create("B82617", sender.createHeaders("B82617"), Sender.json()).statusCode() == 503;
        } catch (IllegalStateException closed) {
            return true;
        }
    }

    private static Directory directory(Path file, Map<String, String> settings) throws Exception {
        return Directory.parse(Files.readString(file).replace("{{gateway.base}}", settings.get("gateway.base"))
                .replace("{{simulator.base}}", "http://127.0.0.1:" + settings.get("simulator.port")));
    }
}
