package taskgateway.request;

import java.time.Instant;

/**
 * A request as it came in, before anything has been believed: what a transport reads, and all that it hands on.
 *
 * @param via      the transport
 * @param method   the HTTP verb; {@code POST} for a JMS message
 * @param target   the HTTP request target to the letter, query included; null for a JMS message, which has no URL
 * @param headers  header fields, or the JMS properties under the header names' spelling
 * @param body     the bytes, unpacked; empty when there are none, null where they are not wanted yet
 * @param received when the gateway took it up
 * @param sent     the instant at which "today" and a token's times are judged: {@code received} on HTTP, the
 *                 JMSTimestamp on JMS, so that a task is not refused for having waited in the queue
 */
public record Request(Via via, String method, String target, Headers headers, byte[] body, Instant received,
        Instant sent) {

    /** This request with other headers. */
    public Request with(Headers other) {
        return new Request(via, method, target, other, body, received, sent);
    }

    /** This request with another body. */
    public Request with(byte[] other) {
        return new Request(via, method, target, headers, other, received, sent);
    }

    /** Whether there is a body, which of one that is not wanted yet the head says (RFC 9112, section 6). */
    public boolean hasBody() {
        return body == null
                ? headers.first("Content-Length").filter(length -> !length.strip().equals("0")).isPresent()
                        || headers.first("Transfer-Encoding").isPresent()
                : body.length > 0;
    }

    /** The query of the target, not yet decoded, or null. */
    public String query() {
        return target == null ? null : RequestTarget.of(target).query();
    }
}
