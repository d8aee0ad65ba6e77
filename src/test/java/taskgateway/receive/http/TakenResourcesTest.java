package taskgateway.receive.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskgateway.testkit.ChildGateway;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Slow;

/** A gateway whose port, database or broker store is in use does not start, and says so in one line. */
@Slow
class TakenResourcesTest {

    @TempDir
    private Path data;

    @Test
    void theBrokersPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Map<String, String> settings = RunningGateway.settings(data);
            settings.put("gateway.broker.listen", "tcp://127.0.0.1:" + taken.getLocalPort());
            assertRefuses(settings, "gateway.broker.listen", String.valueOf(taken.getLocalPort()), "in use");
        }
    }

    @Test
    void theDatabaseIsInUse() throws Exception {
        RunningGateway running = RunningGateway.start(data, Map.of());
        try {
            Map<String, String> settings = RunningGateway.settings(data);
            settings.put("gateway.broker.data", data.resolve("other").toString());
            assertRefuses(settings, "gateway.database.url", "already in use");
        } finally {
            running.stop();
        }
    }

    @Test
    void theBrokersStoreIsInUse() throws Exception {
        RunningGateway running = RunningGateway.start(data, Map.of());
        try {
            Map<String, String> settings = RunningGateway.settings(data);
            settings.put("gateway.database.url", "jdbc:h2:file:" + data.resolve("another") + ";WRITE_DELAY=0");
            assertRefuses(settings, "gateway.broker.data", "lock");
        } finally {
            running.stop();
        }
    }

    private void assertRefuses(Map<String, String> settings, String... words) throws Exception {
        try (ChildGateway child = ChildGateway.start(data, settings)) {
            assertThat(child.awaitEnd()).isEqualTo(1);
            List<String> lines =
                    child.output().lines().filter(line -> !line.contains(" ERROR BrokerService ")).toList();
            assertThat(lines).singleElement().asString().startsWith("task-gateway cannot start: ").contains(words);
        }
    }
}
