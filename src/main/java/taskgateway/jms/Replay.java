package taskgateway.jms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.Destination;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.camel.Variable;
import taskgateway.edge.Headers;
import taskgateway.edge.Request;
import taskgateway.edge.Via;
import taskgateway.store.DeadLetter;

/** Takes a JMS message up again as the request that it was: {@link Kept} has kept what it takes. */
public final class Replay {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The same request, received now; "today" and the token's times are judged as they were. */
    public Request request(@Variable("deadLetter") DeadLetter letter) throws JsonProcessingException {
        Map<String, String> headers = JSON.readValue(letter.message().headers(), new TypeReference<>() { });
        return new Request(Via.JMS, "POST", null, Headers.of(headers.entrySet()), Base64.getDecoder().decode(letter.message().body()),
                Instant.now(), letter.message().sentAt());
    }

    /** Where its outcome goes. A temporary queue is gone by now, most likely: then to the queue of outcomes. */
    public ReplyAddress address(@Variable("deadLetter") DeadLetter letter) {
        String to = letter.message().replyTo();
        Destination destination = to == null ? null : ActiveMQDestination.createDestination(to, ActiveMQDestination.QUEUE_TYPE);
        return new ReplyAddress(destination, letter.message().correlationId());
    }
}
