package taskgateway;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import taskgateway.directory.Directory;
import taskgateway.directory.Provider;
import taskgateway.directory.ServiceRoot;

/**
 * Where the simulator is off and the directory still has its addresses, their providers get no task: that is told once.
 */
final class SimulatorOff {

    private static final Logger LOG = LoggerFactory.getLogger("settings");
    private static final int PATIENCE_MILLIS = 2_000;

    private SimulatorOff() {
    }

    /** @param base {@code simulator.base}; another program may answer there */
    static void tell(Directory directory, String base) {
        List<String> concerned = directory.providers().stream().filter(provider -> provider.address().startsWith(base))
                .map(Provider::ods).toList();
        if (!concerned.isEmpty() && !answers(ServiceRoot.of(base))) {
            LOG.warn("The simulator is off (simulator.enabled=false), and nothing answers at {} (simulator.base), the"
                    + " address of {} in the"
                    + " directory: they get no task until it is theirs", base, String.join(", ", concerned));
        }
    }

    private static boolean answers(ServiceRoot base) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(base.host(), base.port()), PATIENCE_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
