package taskgateway.receive.jms;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Trace ids of messages whose producer sent none: a UUID, version 5 (RFC 9562, section 5.5), of the
 * JMSMessageID and what the message says, since a producer of another protocol may choose the same id twice.
 */
final class TraceIds {

    /** The name space for URLs (RFC 9562, section 6.6). */
    private static final UUID NAMESPACE = UUID.fromString("6ba7b811-9dad-11d1-80b4-00c04fd430c8");

    private TraceIds() {
    }

    /** Always the same for the same message: one that is delivered again keeps it. */
    static String of(String messageId, byte[] body) {
        byte[] hash = sha1(messageId.getBytes(StandardCharsets.UTF_8), body);
        hash[6] = (byte) (hash[6] & 0x0f | 0x50);
        hash[8] = (byte) (hash[8] & 0x3f | 0x80);
        ByteBuffer bytes = ByteBuffer.wrap(hash);
        return new UUID(bytes.getLong(), bytes.getLong()).toString();
    }

    private static byte[] sha1(byte[] name, byte[] body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            digest.update(ByteBuffer.allocate(16).putLong(NAMESPACE.getMostSignificantBits())
                    .putLong(NAMESPACE.getLeastSignificantBits()).array());
            digest.update(name);
            return digest.digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
