package taskgateway.deliver;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import taskgateway.edge.Call;
import taskgateway.edge.Request;
import taskgateway.edge.SpineHeaders.Sender;
import taskgateway.edge.Via;
import taskgateway.jms.JmsReader;

/**
 * What tells a JMS message that is delivered again from any other: its JMSMessageID together with what it says, since a
 * producer of another protocol may choose the same id twice, and no task may be taken for the repeat of another.
 */
final class MessageDigests {

    private MessageDigests() {
    }

    /** The digest of a JMS message; empty for a request over HTTP, where nothing tells a repeat from a new task. */
    static Optional<String> of(Request request, Call call, Sender sender) {
        if (request.via() != Via.JMS) {
            return Optional.empty();
        }
        return request.headers().first(JmsReader.MESSAGE_ID).map(id -> {
            MessageDigest digest = sha256();
            digest.update(String.join("\n", call.provider().ods(), sender.consumer().asid(), id, "").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(request.body()));
        });
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
