package taskgateway.check;

import java.time.Duration;
import taskgateway.settings.SettingsReader;

/**
 * How much a consumer may send.
 *
 * @param requests in each period, over HTTP and again over JMS; a consumer may have another number in the directory
 * @param period   the time in which a consumer that was at its limit has its whole allowance again
 */
public record RateSettings(int requests, Duration period) {

    static RateSettings read(SettingsReader read) {
        return new RateSettings(read.number("gateway.rate.requests", 1, 10_000_000),
                Duration.ofSeconds(read.number("gateway.rate.seconds", 1, 86_400)));
    }
}
