package taskgateway.deliver.fhir;

import java.time.Duration;
import taskgateway.settings.SettingsReader;

/**
 * How providers are called.
 *
 * @param connect     how long a connection may take to be made
 * @param deadline    how long an exchange may take from its start to its last byte
 * @param connections at most so many at once to one FHIR provider
 * @param proxy       what stands between the gateway and FHIR providers
 * @param breaker     when a FHIR provider is not called for a while
 */
public record DeliverySettings(Duration connect, Duration deadline, int connections, SecurityProxy proxy,
        BreakerSettings breaker) {

    private static final String CONNECT = "gateway.deliver.connect-seconds";
    public static final String DEADLINE = "gateway.deliver.seconds";
    public static final String CONNECTIONS = "gateway.deliver.connections";

    public static DeliverySettings read(SettingsReader read) {
        return new DeliverySettings(read.seconds(CONNECT, 1), read.seconds(DEADLINE, 1),
                read.number(CONNECTIONS, 1, 10_000), SecurityProxy.read(read), BreakerSettings.read(read));
    }

    /** Refuses what does not go together. */
    public void check(SettingsReader read) {
        if (connect.compareTo(deadline) > 0) {
            throw read.wrong(CONNECT, "must not be more than " + DEADLINE + ", which is for the whole exchange");
        }
    }
}
