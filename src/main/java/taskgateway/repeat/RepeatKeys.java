package taskgateway.repeat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import taskgateway.check.SpineLayer.SpineSender;
import taskgateway.fhir.Format;
import taskgateway.request.Call;
import taskgateway.request.Request;

/** What tells a repeat: fixed-length keys, which give away nothing of what they stand for. */
final class RepeatKeys {

    private RepeatKeys() {
    }

    /** What was sent to whom: provider, format and bytes. */
    static String ofRequest(Request request, Call call, Format format) {
        return hash(request.body(), "request", call.provider().ods(), String.valueOf(format));
    }

    /** Sender, provider, the sender's own identifier, and what the task says. */
    static String ofContent(SpineSender sender, Call call, String system, String value, String order) {
        return hash(order.getBytes(StandardCharsets.UTF_8), "content", sender.consumer().asid(), call.provider().ods(),
                String.valueOf(system), value);
    }

    private static String hash(byte[] content, String... names) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String name : names) {
                byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
                digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
