package taskgateway.check;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.camel.Variable;
import taskgateway.request.BodyRoom;
import taskgateway.request.FieldItem;
import taskgateway.request.Request;
import taskgateway.request.SpineHeader;
import taskgateway.rules.Rule;

/**
 * Layer 1: transport. Limits a body, and unpacks one sent as gzip (specification, section 3), no further than the
 * limit.
 */
public final class TransportLayer {

    private final int limit;

    /**
     * @param limit bytes of a body, as sent and unpacked
     */
    public TransportLayer(int limit) {
        this.limit = limit;
    }

    /**
     * The request with its body unpacked. One that is packed otherwise than with gzip alone stays as it is, for the
     * media-type check, and so does one whose body is not wanted yet.
     *
     * @param room where there is a bound to what all hold together, else null
     * @throws taskgateway.rules.Refusal BODY_TOO_LARGE when the unpacked body exceeds the limit, HTTP_MALFORMED when it
     *         is not gzip although it claims to be, TOO_BUSY when there is no room for it
     */
    public Request unpack(@Variable("request") Request request, @Variable("incomingBody") BodyRoom room) {
        if (request.body() != null && request.body().length > limit) {
            throw tooLarge();
        }
        if (request.body() == null || !canRead(request)) {
            return request;
        }
        Request plain = request.with(request.headers().without(SpineHeader.CONTENT_ENCODING));
        return codings(request).isEmpty() ? plain : plain.with(unpacked(request.body(), room));
    }

    private byte[] unpacked(byte[] packed, BodyRoom room) {
        try (InputStream first = unpacking(packed); InputStream again = unpacking(packed)) {
            // Counted before it is held: a few bytes may become as many as the limit allows.
            long length = first.skip(limit + 1L);
            if (length > limit) {
                throw tooLarge();
            }
            if (room != null) {
                room.hold(length);
            }
            return again.readNBytes((int) length);
        } catch (IOException e) {
            throw Rule.HTTP_MALFORMED.found("The body is not the gzip that Content-Encoding announces.").refusal();
        }
    }

    private static InputStream unpacking(byte[] packed) throws IOException {
        return new GZIPInputStream(new ByteArrayInputStream(packed));
    }

    /** Whether the body is not packed, or with gzip alone. */
    static boolean canRead(Request request) {
        List<FieldItem> codings = codings(request);
        return codings.isEmpty() || codings.size() == 1 && isGzip(codings.get(0));
    }

    private static List<FieldItem> codings(Request request) {
        return FieldItem.list(String.join(",", request.headers().all(SpineHeader.CONTENT_ENCODING)));
    }

    /** Letter case means nothing, and {@code x-gzip} the same (RFC 9110, sections 8.4.1 and 8.4.1.3). */
    public static boolean isGzip(FieldItem coding) {
        return coding.value().equalsIgnoreCase("gzip") || coding.value().equalsIgnoreCase("x-gzip");
    }

    private RuntimeException tooLarge() {
        return Rule.BODY_TOO_LARGE.found("The body is larger than this service takes, which is " + limit
                + " bytes unpacked.").refusal();
    }
}
