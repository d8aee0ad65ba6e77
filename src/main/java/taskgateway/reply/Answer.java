package taskgateway.reply;

import java.util.Map;
import taskgateway.fhir.Format;
import taskgateway.rules.RefusalCause;

/**
 * What a request is answered, whatever the transport.
 *
 * @param status  the HTTP status
 * @param headers headers that belong to this answer, Ssp-TraceID among them where the request had one
 * @param format  the format of the body
 * @param body    the encoded resource, or null where there is none
 * @param codes   the outcome in a word, for audit and log: the error codes of a refusal, {@code OK} otherwise
 * @param why     of a refusal, for an operator; null otherwise
 */
public record Answer(int status, Map<String, String> headers, Format format, String body, String codes,
        RefusalCause why) {

    /** {@link #codes} of an answer that was given before and is given again. */
    public static final String REPEATED = "REPEATED";

    /** An answer that needs no reason. */
    public Answer(int status, Map<String, String> headers, Format format, String body, String codes) {
        this(status, headers, format, body, codes, null);
    }

    public boolean refused() {
        return status >= 400;
    }

    /** Whether it says that nothing was sent and nothing kept, and the same request may fare better later. */
    public boolean later() {
        return status == 429 || status == 502 || status == 503;
    }

    /** Whether it was given before, to a request that this one repeats. */
    public boolean repeated() {
        return codes.equals(REPEATED);
    }
}
