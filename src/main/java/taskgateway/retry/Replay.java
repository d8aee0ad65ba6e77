package taskgateway.retry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.Destination;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.camel.Variable;
import taskgateway.receive.jms.ReplyAddress;
import taskgateway.request.Headers;
import taskgateway.request.Request;
import taskgateway.request.Via;
import taskgateway.store.DeadLetter;

/** Takes a JMS message up again as the request that it was: {@link KeptMessage} has kept what it takes. */
public final class Replay {

    /** Messages that wait since an earlier release have one value of a header, as a text. */
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY);

    /** The same request, received now; "today" and the token's times are judged as they were. */
    public Request readRequest(@Variable("deadLetter") DeadLetter letter) throws JsonProcessingException {
        return new Request(Via.JMS, "POST", null, headers(letter.message().headers()),
                Base64.getDecoder().decode(letter.message().body()), Instant.now(), letter.message().sentAt());
    }

    private static Headers headers(String kept) throws JsonProcessingException {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        JSON.readValue(kept, new TypeReference<Map<String, List<String>>>() { })
                .forEach((name, values) -> values.forEach(value -> headers.add(Map.entry(name, value))));
        return Headers.of(headers);
    }

    /** Where its outcome goes. A temporary queue is gone by now, most likely: then to the queue of outcomes. */
    public ReplyAddress readReplyAddress(@Variable("deadLetter") DeadLetter letter) {
        String to = letter.message().replyTo();
        Destination destination = to == null ? null
                : ActiveMQDestination.createDestination(to, ActiveMQDestination.QUEUE_TYPE);
        return new ReplyAddress(destination, letter.message().correlationId());
    }
}
