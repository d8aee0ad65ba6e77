package taskgateway.store;

import java.time.Duration;

/**
 * How deliveries to hosted providers are made.
 *
 * @param concurrency at most so many to one provider at once, by all gateways together; with 1 its tasks keep their order
 * @param tries       so many attempts are made before a delivery waits for an operator
 * @param first       how long to wait after a first failure; each further one doubles it
 * @param longest     the longest wait
 */
public record OutboxPolicy(int concurrency, int tries, Duration first, Duration longest) {

    /**
     * How long to wait after a failure: the doubled time, less up to half of it, so that not all who wait come back at once.
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
