package taskgateway.receive.http;

import java.time.Duration;

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
}
