package taskgateway.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskgateway.process.Ending;
import taskgateway.testkit.Postgres;
import taskgateway.testkit.Slow;

/**
 * Of two gateways with one name on one database one ends, says why, and with a status on which it is not started again.
 */
@Slow
class NameTest {

    @TempDir
    private Path data;
    private Postgres postgres;

    @BeforeEach
    void start() throws Exception {
        postgres = Postgres.start(data);
    }

    @AfterEach
    void stop() throws Exception {
        postgres.close();
    }

    @Test
    void theOneThatStartsGivesWayToTheOneThatRuns() throws Exception {
        try (WatchedGateway first = gateway("first").awaitReady(); WatchedGateway second = gateway("second")) {
            assertThat(second.process().awaitEnd()).isEqualTo(Ending.NAME_LOST);
            assertThat(second.process().output().strip()).hasLineCount(1)
                    .startsWith("task-gateway cannot start: another gateway")
                    .contains("gateway-1", "GATEWAY_NAME");
            assertThat(first.create("B82617").statusCode()).isEqualTo(201);
            assertThat(first.complaints()).isEmpty();
        }
    }

    @Test
    void aGatewayThatWasKilledHasItsNameAgainInSeconds() throws Exception {
        try (WatchedGateway first = gateway("first").awaitReady()) {
            first.process().kill();
        }
        long begun = System.nanoTime();
        try (WatchedGateway again = gateway("first").awaitReady()) {
            assertThat(System.nanoTime() - begun).isLessThan(60_000_000_000L);
            assertThat(again.create("B82617").statusCode()).isEqualTo(201);
        }
    }

    @Test
    void theOneWhoseNameIsTakenAnswersWhatItHasAndEnds() throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(4);
        try (WatchedGateway first = gateway("first").awaitReady()) {
            first.process().standStill();
            try (WatchedGateway second = gateway("second").awaitReady()) {
                List<Callable<Integer>> requests = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    requests.add(() -> first.create("B82617").statusCode());
                }
                List<Future<Integer>> answers = new ArrayList<>();
                requests.forEach(request -> answers.add(senders.submit(request)));
                first.process().goOn();
                for (Future<Integer> answer : answers) {
                    assertThat(answer.get()).isEqualTo(503);
                }
                assertThat(first.process().awaitEnd()).isEqualTo(Ending.NAME_LOST);
                assertThat(first.told("Another gateway of the name gateway-1")).isEqualTo(1);
                assertThat(first.complaints()).hasSize(1);
                assertThat(tasks()).isZero();
                assertThat(second.create("B82617").statusCode()).isEqualTo(201);
                assertThat(second.complaints()).isEmpty();
            }
        } finally {
            senders.shutdownNow();
        }
    }

    private WatchedGateway gateway(String folder) throws Exception {
        Map<String, String> settings = new HashMap<>(postgres.settings());
        settings.put("gateway.patient-key-file", data.resolve("patient.key").toString());
        return WatchedGateway.start(data.resolve(folder), settings);
    }

    private int tasks() throws Exception {
        try (Connection connection = DriverManager.getConnection(postgres.url(), "postgres", "");
                var row = connection.createStatement().executeQuery("select count(*) from task")) {
            row.next();
            return row.getInt(1);
        }
    }
}
