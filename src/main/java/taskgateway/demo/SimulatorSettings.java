package taskgateway.demo;

import java.nio.file.Path;
import taskgateway.directory.ServiceRoot;
import taskgateway.settings.SettingsReader;

/**
 * The simulated providers.
 *
 * @param enabled whether there are any
 * @param port    on which they listen; 0: any that is free
 * @param base    under which their addresses are
 * @param data    the folder of their records
 */
public record SimulatorSettings(boolean enabled, int port, ServiceRoot base, Path data) {

    public static final String ENABLED = "simulator.enabled";
    private static final String PORT = "simulator.port";
    private static final String BASE = "simulator.base";
    static final String DATA = "simulator.data";

    public static SimulatorSettings read(SettingsReader read) {
        return new SimulatorSettings(read.flag(ENABLED), read.number(PORT, 0, 65_535),
                read.value(BASE, ServiceRoot::of), read.path(DATA));
    }

    /** Refuses, where they are on, what does not go together or is not there. */
    public void check(SettingsReader read) {
        if (!enabled) {
            return;
        }
        if (port != 0 && base.port() != port) {
            throw read.wrong(BASE,
                    "names port " + base.port() + ", and the simulator listens on " + port + " (" + PORT + ")");
        }
        read.refuseNoFolder(DATA, data);
    }

    /** Camel would say that an address is in use, but not which. */
    public void refuseTaken(SettingsReader read) {
        if (enabled) {
            read.refuseTaken(PORT, "127.0.0.1");
        }
    }
}
