package taskgateway.demo;

import java.nio.charset.StandardCharsets;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Writes an answer, and nothing of what came in: Camel would send the request's headers back. */
final class SimulatedAnswerWriter {

    /** Makes the message the answer. */
    public void write(@Body SimulatedAnswer answer, Message message) {
        message.removeHeaders("*");
        answer.headers().forEach(message::setHeader);
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, answer.status());
        message.setBody(answer.body().getBytes(StandardCharsets.UTF_8));
    }
}
