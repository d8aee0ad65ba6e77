package taskgateway.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/** A broker that is not there when the gateway starts, or goes: only what needs it waits, and the log says so once. */
@Slow
class LateBrokerTest {

    private static final String QUEUE = "B82617";

    @TempDir
    private Path data;

    @ParameterizedTest
    @ValueSource(strings = {"failover:(@,tcp://127.0.0.1:%s)", "failover:(@)?timeout=10000", "@"})
    void theGatewayStartsWithoutItAndIntakeAndDeliveriesBeginWhenItComes(String url) throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(data)) {
            broker.kill();
            try (WatchedGateway gateway = WatchedGateway.start(data.resolve("gateway"),
                    Map.of("gateway.broker.listen", "", "gateway.broker.url",
                    url.replace("@", broker.url()).formatted(RunningGateway.freePort()))).awaitReady()) {
                for (String ods : List.of("A20047", QUEUE, "C83615")) {
                    assertThat(gateway.create(ods).statusCode()).as(ods).isEqualTo(201);
                }
                await().until(() -> gateway.endpoint().taken().size() == 1);
                await().until(() -> gateway.health("") == 503);
                assertThat(gateway.ask("").body()).contains("\"name\":\"intake\"", "The broker has not answered for");
                assertThat(gateway.health("/ready")).isEqualTo(200);
                assertThat(gateway.health("/live")).isEqualTo(200);
                assertThat(gateway.told("The broker does not answer: ")).isEqualTo(1);

                broker.start();
                await().until(() -> Outside.drained(broker.url()).size() == 1);
                send(broker, QUEUE);
                await().until(() -> Outside.drained(broker.url()).size() == 1);
                await().until(() -> gateway.health("") == 200);
                assertThat(gateway.told("The broker is back after")).isEqualTo(1);
                assertThat(gateway.complaints()).as("warnings and errors").hasSizeLessThanOrEqualTo(2);
            }
        }
    }

    @Test
    void anOutageUnderLoadIsOneLineAndItsEndAnother() throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(data); WatchedGateway gateway =
                WatchedGateway.start(data.resolve("gateway"),
                Map.of("gateway.broker.listen", "", "gateway.broker.url", "failover:(" + broker.url() + ")"))
                        .awaitReady()) {
            await().until(() -> gateway.health("") == 200);
            int sent = 0;
            for (; sent < 5; sent++) {
                assertThat(gateway.create(QUEUE).statusCode()).isEqualTo(201);
            }
            send(broker, QUEUE);
            broker.kill();
            long gone = System.nanoTime();
            while (System.nanoTime() - gone < 8_000_000_000L) {
                assertThat(gateway.create(QUEUE).statusCode()).isEqualTo(201);
                sent++;
            }
            broker.start();
            int[] arrived = {0};
            int all = sent + 1;
            await().until(() -> (arrived[0] += Outside.drained(broker.url()).size()) >= all);
            assertThat(gateway.told("The broker does not answer")).isEqualTo(1);
            assertThat(gateway.told("The broker is back after")).isEqualTo(1);
            assertThat(gateway.complaints()).as("warnings and errors").hasSizeLessThanOrEqualTo(4);
        }
    }

    private static void send(BrokerProcess broker, String ods) throws Exception {
        try (LegacyProducer producer = new LegacyProducer(broker.url())) {
            assertThat(producer.connected()).isTrue();
            producer.send(Sender.json(),
                    Map.of("ProviderOdsCode", ods, "SspTraceID", UUID.randomUUID().toString()), "c");
        }
    }
}
