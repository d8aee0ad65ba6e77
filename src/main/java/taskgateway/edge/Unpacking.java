package taskgateway.edge;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.camel.Variable;
import taskgateway.rules.Rule;

/** Limits a body, and unpacks one sent as gzip (specification, section 3), no further than the limit. */
public final class Unpacking {

    private final int limit;

    /**
     * @param limit bytes of a body, as sent and unpacked
     */
    public Unpacking(int limit) {
        this.limit = limit;
    }

    /**
     * The request with its body unpacked; one that is not packed with gzip alone as it is, for the media-type check.
     *
     * @throws taskgateway.outcome.Refusal BODY_TOO_LARGE when the unpacked body exceeds the limit, HTTP_MALFORMED when it is
     *         not gzip although it claims to be
     */
    public Request unpack(@Variable("request") Request request) {
        if (request.body().length > limit) {
            throw tooLarge();
        }
        List<FieldItem> codings = FieldItem.list(String.join(",", request.headers().all(SpineHeader.CONTENT_ENCODING)));
        if (codings.isEmpty()) {
            return request.with(request.headers().without(SpineHeader.CONTENT_ENCODING));
        }
        if (codings.size() != 1 || !isGzip(codings.get(0))) {
            return request;
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(request.body()))) {
            byte[] body = in.readNBytes(limit);
            if (in.read() != -1) {
                throw tooLarge();
            }
            return request.with(request.headers().without(SpineHeader.CONTENT_ENCODING)).with(body);
        } catch (IOException e) {
            throw Rule.HTTP_MALFORMED.found("The body is not the gzip that Content-Encoding announces.").refusal();
        }
    }

    /** Letter case means nothing, and {@code x-gzip} the same (RFC 9110, sections 8.4.1 and 8.4.1.3). */
    public static boolean isGzip(FieldItem coding) {
        return coding.value().equalsIgnoreCase("gzip") || coding.value().equalsIgnoreCase("x-gzip");
    }

    private RuntimeException tooLarge() {
        return Rule.BODY_TOO_LARGE.found("The body is larger than this service takes, which is " + limit + " bytes unpacked.").refusal();
    }
}
