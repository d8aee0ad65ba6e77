package taskgateway.repeat;

import java.time.Duration;
import taskgateway.settings.SettingsReader;

/**
 * What a repeat is given.
 *
 * @param patience how long it waits for the answer to the same request before it
 * @param keep     how long an answer is kept for it
 */
public record RepeatSettings(Duration patience, Duration keep) {

    public static final String PATIENCE = "gateway.repeat.wait-seconds";

    public static RepeatSettings read(SettingsReader read) {
        return new RepeatSettings(read.seconds(PATIENCE, 0),
                Duration.ofHours(read.number("gateway.repeat.keep-hours", 24, 10_000)));
    }
}
