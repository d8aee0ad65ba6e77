package taskgateway.http;

import java.time.Duration;

/**
 * How much a caller may send, and how slowly.
 *
 * @param url     bytes of a request line
 * @param headers bytes of a header block; at least 16 KiB (specification, section 6)
 * @param body    bytes of a body, as sent and unpacked
 * @param receive time for the head of a request to arrive, and then again for its body
 * @param idle    time after which a silent connection is closed
 */
public record HttpLimits(int url, int headers, long body, Duration receive, Duration idle) {
}
