package taskgateway.receive.http;

import taskgateway.settings.SettingsReader;

/**
 * The FHIR port.
 *
 * @param host           on which it listens
 * @param port           on which it listens; 0: any that is free
 * @param workers        requests that are worked on at once
 * @param limits         of what callers send
 * @param plainOnNetwork whether it may speak plain HTTP to other machines
 * @param behindProxy    whether callers reach it by a proxy, which has a name, a port and a certificate of its own
 */
public record HttpSettings(String host, int port, int workers, HttpLimits limits, boolean plainOnNetwork,
        boolean behindProxy) {

    public static final String HOST = "gateway.http.host";
    public static final String PORT = "gateway.http.port";
    public static final String WORKERS = "gateway.http.workers";
    public static final String BEHIND_PROXY = "gateway.behind-proxy";
    public static final String PLAIN_ON_NETWORK = "gateway.tls.plain-http-on-network";

    public static HttpSettings read(SettingsReader read) {
        return new HttpSettings(read.text(HOST), read.number(PORT, 0, 65_535), read.number(WORKERS, 1, 10_000),
                HttpLimits.read(read), read.flag(PLAIN_ON_NETWORK), read.flag(BEHIND_PROXY));
    }

    /** Refuses what does not go together. */
    public void check(SettingsReader read) {
        limits.check(read);
    }

    /** Camel would say that an address is in use, but not which. */
    public void refuseTaken(SettingsReader read) {
        read.refuseStrange(HOST);
        read.refuseTaken(PORT, host);
    }
}
