package taskgateway.receive.http;

import java.time.Duration;
import taskgateway.settings.SettingsReader;

/**
 * How much a caller may send, how slowly, and how much is taken on at once.
 *
 * @param url         bytes of a request line
 * @param headers     bytes of a header block; at least 16 KiB (specification, section 6)
 * @param body        bytes of a body, as sent and unpacked
 * @param bodies      bytes of all bodies held at once
 * @param receive     time for the head of a request to arrive, and then again for its body
 * @param send        time for what is written of an answer to leave; a caller that does not read it is cut off
 * @param idle        time after which a silent connection is closed
 * @param connections that may be open at once
 * @param waiting     requests that may wait for a worker
 */
public record HttpLimits(int url, int headers, long body, long bodies, Duration receive, Duration send, Duration idle,
        int connections, int waiting) {

    private static final String BODY = "gateway.http.body-limit";
    private static final String BODIES = "gateway.http.bodies-limit";
    private static final String RECEIVE = "gateway.http.receive-seconds";
    public static final String IDLE = "gateway.http.idle-seconds";

    /** A body may take a dozen times its bytes while it is checked and answered. */
    private static final int BODIES_OF_HEAP = 32;

    static HttpLimits read(SettingsReader read) {
        return new HttpLimits(read.number("gateway.http.url-limit", 1024, 1 << 20),
                read.number("gateway.http.header-limit", 16_384, 1 << 20),
                read.number(BODY, 1024, 1 << 30), bodies(read), Duration.ofSeconds(read.number(RECEIVE, 1, 3600)),
                Duration.ofSeconds(read.number("gateway.http.send-seconds", 1, 3600)), read.seconds(IDLE, 1),
                read.number("gateway.http.connections", 1, 1_000_000), read.number("gateway.http.waiting", 1, 100_000));
    }

    /** Where nothing is set, a part of what Java may take. */
    private static long bodies(SettingsReader read) {
        String text = read.optional(BODIES);
        try {
            return text.isEmpty() ? Runtime.getRuntime().maxMemory() / BODIES_OF_HEAP : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw read.wrong(BODIES, "must be a whole number of bytes, or empty");
        }
    }

    void check(SettingsReader read) {
        if (idle.compareTo(receive) <= 0) {
            throw read.wrong(IDLE, "must be more than " + RECEIVE + ": a request that stalls would be cut off without"
                    + " an answer");
        }
        // A single body must find room.
        if (bodies < body && read.optional(BODIES).isEmpty()) {
            throw read.wrong(BODIES, "is empty, and part 1/" + BODIES_OF_HEAP + " of the memory that Java may take is"
                    + " less than one body (" + BODY + "): start Java with -Xmx"
                    + (BODIES_OF_HEAP * body + (1 << 20) - 1 >> 20) + "m or more");
        }
        if (bodies < body) {
            throw read.wrong(BODIES, "must not be less than " + BODY + ", which is " + body);
        }
    }
}
