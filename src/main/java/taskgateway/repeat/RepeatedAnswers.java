package taskgateway.repeat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import taskgateway.fhir.Format;
import taskgateway.reply.Answer;
import taskgateway.request.SpineHeader;
import taskgateway.store.journal.StoredAnswer;

/** How an answer is kept for a repeat, and given again. */
public final class RepeatedAnswers {

    private static final ObjectMapper JSON = new ObjectMapper();

    private RepeatedAnswers() {
    }

    /** An answer as it is kept. */
    public static StoredAnswer stored(Answer answer) {
        try {
            return new StoredAnswer(JSON.writeValueAsString(answer.headers()), answer.format().name(), answer.body());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("headers are texts", e);
        }
    }

    /**
     * The same answer again: it names the trace id of the repeat, and speaks the format that the repeat asks for.
     *
     * @param stored  as kept
     * @param status  its status
     * @param traceId of the repeat
     * @param format  that the repeat asks for
     */
    static Answer answerAgain(StoredAnswer stored, int status, String traceId, Format format) {
        Map<String, String> headers = new LinkedHashMap<>(headers(stored.headers()));
        headers.put(SpineHeader.TRACE_ID, traceId);
        Format kept = Format.valueOf(stored.format());
        String body = stored.body() == null || kept == format ? stored.body()
                : format.encode(kept.parser().parseResource(stored.body()));
        return new Answer(status, headers, format, body, Answer.REPEATED);
    }

    private static Map<String, String> headers(String stored) {
        try {
            return JSON.readValue(stored, new TypeReference<>() { });
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("headers as they were kept", e);
        }
    }
}
