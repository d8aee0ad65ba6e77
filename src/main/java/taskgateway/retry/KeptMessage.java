package taskgateway.retry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Variable;
import taskgateway.receive.jms.ReplyAddress;
import taskgateway.reply.Answer;
import taskgateway.request.Headers;
import taskgateway.request.Request;
import taskgateway.store.journal.DeadMessage;

/**
 * A provider that is not there, or too busy, is no answer for a message in a queue: the message is kept, and tried
 * again later and later, while others pass it. What a sender has to mend, and what may have been sent, is answered at
 * once.
 *
 * <p>The broker could deliver it again instead, but ActiveMQ's client lets others pass only while its connection lasts:
 * a message that waits in the client when the broker is restarted may be delivered twice, or not until the client is
 * restarted.
 */
public final class KeptMessage {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The message as it is kept, should its request be answered that nothing could be done yet. */
    public DeadMessage describeMessage(@Variable("request") Request request,
            @Variable("replyAddress") ReplyAddress address) {
        String replyTo = address.destination() == null ? null : address.destination().toString();
        return new DeadMessage("", request.sent(), json(request.headers()),
                Base64.getEncoder().encodeToString(request.body()),
                replyTo, address.correlationId());
    }

    /** Whether the sender gets its answer now: unless the message is kept. */
    public boolean isAnswered(@Variable("answer") Answer answer) {
        return !answer.later();
    }

    private static String json(Headers headers) {
        Map<String, List<String>> fields = new TreeMap<>();
        headers.names().forEach(name -> fields.put(name, headers.all(name)));
        try {
            return JSON.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("headers are texts", e);
        }
    }
}
