package taskgateway.check;

import io.github.bucket4j.ConsumptionProbe;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a consumer has left of its rate, as every answer to it says (specification, section 6).
 *
 * @param limit     requests that it may send in a period
 * @param remaining of them, those that it may send now
 * @param reset     seconds until it has all of them again, if it sends none
 */
public record Allowance(int limit, long remaining, long reset) {

    static Allowance of(int limit, ConsumptionProbe taken) {
        return new Allowance(limit, taken.getRemainingTokens(), seconds(taken.getNanosToWaitForReset()));
    }

    /** The three headers. */
    public Map<String, String> headers() {
        return Map.of("X-Rate-Limit-Limit", Integer.toString(limit), "X-Rate-Limit-Remaining", Long.toString(remaining),
                "X-Rate-Limit-Reset", Long.toString(reset));
    }

    /** Whole seconds, never fewer than the time. */
    static long seconds(long nanos) {
        return TimeUnit.NANOSECONDS.toSeconds(nanos + TimeUnit.SECONDS.toNanos(1) - 1);
    }
}
