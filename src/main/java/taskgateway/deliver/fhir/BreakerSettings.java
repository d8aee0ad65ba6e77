package taskgateway.deliver.fhir;

import java.time.Duration;
import taskgateway.settings.SettingsReader;

/**
 * When a FHIR provider is not called for a while.
 *
 * @param calls   fewer within a minute are not judged
 * @param percent of them that have failed, or more: then it is not called
 * @param open    how long, before one task is sent to try
 */
public record BreakerSettings(int calls, int percent, Duration open) {

    static BreakerSettings read(SettingsReader read) {
        return new BreakerSettings(read.number("gateway.breaker.calls", 1, 10_000),
                read.number("gateway.breaker.percent", 1, 100),
                Duration.ofSeconds(read.number("gateway.breaker.open-seconds", 1, 3600)));
    }
}
