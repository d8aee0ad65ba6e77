package taskgateway.jms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.JMSException;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.Message;
import org.apache.camel.Variable;
import org.apache.camel.component.jms.JmsMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import taskgateway.edge.Headers;
import taskgateway.edge.Request;
import taskgateway.reply.Answer;
import taskgateway.store.DeadMessage;

/**
 * A provider that is not there, or too busy, is no answer for a message in a queue: it goes back to the broker, which delivers
 * it again, later each time. After the last try it is kept for an operator, and its sender learns that it failed. What a
 * sender has to mend, and what may have been sent, is answered at once.
 */
public final class Redelivery {

    private static final Logger LOG = LoggerFactory.getLogger("taskgateway.jms");
    private static final Set<Integer> TRANSIENT = Set.of(429, 502, 503);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int tries;

    /**
     * @param tries how often a message is tried
     */
    public Redelivery(int tries) {
        this.tries = tries;
    }

    /** The message as it is kept for an operator, should this try fail too; null where it is not the last. */
    public DeadMessage lastTry(@Variable("request") Request request, @Variable("replyAddress") ReplyAddress address, Message message)
            throws JMSException {
        jakarta.jms.Message jms = ((JmsMessage) message).getJmsMessage();
        if (jms.getIntProperty("JMSXDeliveryCount") < tries) {
            return null;
        }
        String replyTo = address.destination() == null ? null : address.destination().toString();
        return new DeadMessage("", request.sent(), json(request.headers()), Base64.getEncoder().encodeToString(request.body()),
                replyTo, address.correlationId());
    }

    /**
     * Lets an answer pass that the sender is to get now.
     *
     * @throws TriedAgain when the message is to be delivered again instead
     */
    public void decide(@Variable("answer") Answer answer, @Variable("lastTry") DeadMessage lastTry) {
        if (lastTry == null && later(answer)) {
            LOG.info("Answered {}: the message is delivered again", answer.status());
            throw new TriedAgain(answer.status());
        }
    }

    /** Whether nothing was sent and nothing kept, and the same message may fare better later. */
    static boolean later(Answer answer) {
        return TRANSIENT.contains(answer.status());
    }

    private static String json(Headers headers) {
        Map<String, String> single = new TreeMap<>();
        headers.names().forEach(name -> headers.first(name).ifPresent(value -> single.put(name, value)));
        try {
            return JSON.writeValueAsString(single);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("headers are texts", e);
        }
    }

    /** Gives a message back to the broker. */
    static final class TriedAgain extends RuntimeException {

        TriedAgain(int status) {
            super("answered " + status + ", to be delivered again");
        }
    }
}
