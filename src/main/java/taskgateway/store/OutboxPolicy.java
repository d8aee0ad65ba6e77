package taskgateway.store;

import java.time.Duration;
import taskgateway.settings.SettingsReader;

/**
 * How deliveries to hosted providers are made.
 *
 * @param concurrency at most so many to one provider at once, by all gateways together; with 1 its tasks keep their
 *                    order
 * @param tries       so many attempts are made before a delivery waits for an operator
 * @param first       how long to wait after a first failure; each further one doubles it
 * @param longest     the longest wait
 */
public record OutboxPolicy(int concurrency, int tries, Duration first, Duration longest) {

    private static final String FIRST = "gateway.deliver.retry-seconds";
    private static final String LONGEST = "gateway.deliver.retry-longest-seconds";

    static OutboxPolicy read(SettingsReader read) {
        read.number("gateway.deliver.poll-millis", 10, 60_000); // The routes take it.
        return new OutboxPolicy(read.number("gateway.deliver.concurrency", 1, 64),
                read.number("gateway.deliver.tries", 1, 100_000),
                Duration.ofSeconds(read.number(FIRST, 1, 3600)), Duration.ofSeconds(read.number(LONGEST, 1, 86_400)));
    }

    void check(SettingsReader read) {
        if (first.compareTo(longest) > 0) {
            throw read.wrong(FIRST, "must not be more than " + LONGEST);
        }
    }

    /**
     * How long to wait after a failure: the doubled time, less up to half of it, so that not all who wait come back at
     * once.
     *
     * @param failures how often it has failed, this time included
     * @param random   from 0 to 1
     */
    Duration wait(int failures, double random) {
        Duration doubled = first.multipliedBy(1L << Math.min(Math.max(failures - 1, 0), 20));
        Duration most = doubled.compareTo(longest) < 0 ? doubled : longest;
        return Duration.ofMillis((long) (most.toMillis() * (1 - random / 2)));
    }
}
