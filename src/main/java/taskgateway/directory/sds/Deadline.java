package taskgateway.directory.sds;

import java.time.Duration;

/**
 * When a look-up must be over.
 *
 * @param nanos by {@link System#nanoTime}
 */
record Deadline(long nanos) {

    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** What is left, in milliseconds; at least 1, as for many clients 0 means for ever. */
    int millis() {
        return (int) Math.max(1, (nanos - System.nanoTime()) / 1_000_000);
    }
}
