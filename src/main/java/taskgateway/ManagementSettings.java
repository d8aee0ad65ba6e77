package taskgateway;

import taskgateway.settings.SettingsReader;

/**
 * The port for health and metrics.
 *
 * @param host on which it listens
 * @param port on which it listens; 0: any that is free
 */
record ManagementSettings(String host, int port) {

    private static final String HOST = "gateway.management.host";
    private static final String PORT = "gateway.management.port";

    static ManagementSettings read(SettingsReader read) {
        return new ManagementSettings(read.text(HOST), read.number(PORT, 0, 65_535));
    }

    /** Camel would say that an address is in use, but not which. */
    void refuseTaken(SettingsReader read) {
        read.refuseStrange(HOST);
        read.refuseTaken(PORT, host);
    }
}
