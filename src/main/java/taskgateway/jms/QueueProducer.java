package taskgateway.jms;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import org.apache.camel.Variable;
import taskgateway.edge.Call;
import taskgateway.edge.Headers;
import taskgateway.edge.Interaction;
import taskgateway.edge.Request;
import taskgateway.edge.SpineHeader;
import taskgateway.fhir.Format;
import taskgateway.provider.Consumer;
import taskgateway.token.TokenIssuer;

/**
 * Completes what a legacy producer leaves out of a message, from the consumer that configuration ties to the queue. Whoever
 * may write to the queue acts for that consumer; over HTTP nothing is ever filled in.
 */
public final class QueueProducer {

    /** The name space for URLs (RFC 9562, section 6.6). */
    private static final UUID NAMESPACE = UUID.fromString("6ba7b811-9dad-11d1-80b4-00c04fd430c8");

    private final Consumer consumer;
    private final TokenIssuer tokens = new TokenIssuer();

    /**
     * @param consumer the consumer in whose name producers of the queue send
     */
    public QueueProducer(Consumer consumer) {
        this.consumer = consumer;
    }

    /**
     * The request with what was left out. What is there is never changed, and a message in another sender's name gets no
     * token.
     */
    public Request complete(@Variable("request") Request request, @Variable("call") Call call) {
        Headers headers = request.headers();
        headers = absent(headers, SpineHeader.TRACE_ID) ? headers.with(SpineHeader.TRACE_ID, traceId(headers)) : headers;
        headers = absent(headers, SpineHeader.FROM) ? headers.with(SpineHeader.FROM, consumer.asid()) : headers;
        headers = absent(headers, SpineHeader.TO) ? headers.with(SpineHeader.TO, call.provider().asid()) : headers;
        headers = absent(headers, SpineHeader.INTERACTION_ID)
                ? headers.with(SpineHeader.INTERACTION_ID, Interaction.CREATE_ORDER.id()) : headers;
        headers = absent(headers, SpineHeader.CONTENT_TYPE) ? withContentType(headers, request.body()) : headers;
        boolean own = headers.first(SpineHeader.FROM).filter(consumer.asid()::equals).isPresent();
        return request.with(own && absent(headers, SpineHeader.AUTHORIZATION) ? withToken(headers, request, call) : headers);
    }

    private Headers withToken(Headers headers, Request request, Call call) {
        String token = tokens.issue(consumer, call.provider().serviceRoot(), TokenIssuer.WRITE, request.sent());
        return headers.with(SpineHeader.AUTHORIZATION, "Bearer " + token);
    }

    private static Headers withContentType(Headers headers, byte[] body) {
        String start = new String(body, 0, Math.min(body.length, 64), StandardCharsets.UTF_8).strip();
        if (start.startsWith("{")) {
            return headers.with(SpineHeader.CONTENT_TYPE, Format.JSON.mediaType());
        }
        return start.startsWith("<") ? headers.with(SpineHeader.CONTENT_TYPE, Format.XML.mediaType()) : headers;
    }

    /** A UUID, version 5 (RFC 9562, section 5.5), of the JMSMessageID: a message delivered again keeps it. */
    private static String traceId(Headers headers) {
        byte[] hash = sha1(headers.first(JmsReader.MESSAGE_ID).orElse("").getBytes(StandardCharsets.UTF_8));
        hash[6] = (byte) (hash[6] & 0x0f | 0x50);
        hash[8] = (byte) (hash[8] & 0x3f | 0x80);
        ByteBuffer bytes = ByteBuffer.wrap(hash);
        return new UUID(bytes.getLong(), bytes.getLong()).toString();
    }

    private static byte[] sha1(byte[] name) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            digest.update(ByteBuffer.allocate(16).putLong(NAMESPACE.getMostSignificantBits())
                    .putLong(NAMESPACE.getLeastSignificantBits()).array());
            return digest.digest(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    private static boolean absent(Headers headers, String name) {
        return headers.all(name).isEmpty();
    }
}
