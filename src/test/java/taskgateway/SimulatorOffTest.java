package taskgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import taskgateway.directory.Directory;
import taskgateway.testkit.ChildGateway;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Slow;

/** Whoever switches the simulator off and leaves its addresses in the directory is told so at the start. */
@Slow
class SimulatorOffTest {

    @TempDir
    private Path data;

    @Test
    void itsAddressesAreTold() throws Exception {
        Map<String, String> settings = settings(RunningGateway.freePort());
        try (ChildGateway gateway = ChildGateway.start(data, settings).awaitReady()) {
            await().untilAsserted(() -> assertThat(gateway.output())
                    .containsOnlyOnce("The simulator is off (simulator.enabled=false), and"
                    + " nothing answers at " + settings.get("simulator.base")
                    + " (simulator.base), the address of A20047, C83615"));
            gateway.stop();
        }
    }

    @Test
    void unlessAnotherProgramAnswersThere() throws Exception {
        Logger log = (Logger) LoggerFactory.getLogger("settings");
        ListAppender<ILoggingEvent> events = new ListAppender<>();
        events.start();
        log.addAppender(events);
        try (ServerSocket another = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                RunningGateway gateway =
                        RunningGateway.start(data, settings(Integer.toString(another.getLocalPort())))) {
            SimulatorOff.tell(gateway.camel().getRegistry().findSingleByType(Directory.class),
                    gateway.setting("simulator.base"));
            assertThat(events.list).isEmpty();
        } finally {
            log.detachAppender(events);
        }
    }

    private Map<String, String> settings(String port) {
        Map<String, String> settings = RunningGateway.settings(data);
        settings.putAll(Map.of("simulator.enabled", "false", "gateway.directory", "config/directory.yaml",
                "gateway.patient-key-file", data.resolve("patient.key").toString(), "simulator.base",
                "http://127.0.0.1:" + port));
        return settings;
    }
}
