package taskgateway.receive.jms;

import org.apache.camel.Message;
import org.apache.camel.Variable;
import org.apache.camel.component.jms.JmsConstants;
import taskgateway.reply.Answer;
import taskgateway.request.SpineHeader;

/**
 * Writes an answer as a JMS message: the resource as text, what HTTP says in its status line and headers as properties.
 */
public final class JmsWriter {

    /** The name of the int property that holds the HTTP status. */
    public static final String STATUS = "HttpStatus";

    /** Sets body, properties, correlation and, where the sender named one, destination. */
    public void write(@Variable("answer") Answer answer, @Variable("replyAddress") ReplyAddress address,
            Message message) {
        message.setBody(answer.body() == null ? "" : answer.body());
        message.setHeader(STATUS, answer.status());
        message.setHeader("ContentType", answer.format().contentType());
        copy(answer, "Location", "Location", message);
        copy(answer, "ETag", "ETag", message);
        copy(answer, SpineHeader.TRACE_ID, "SspTraceID", message);
        copy(answer, "Retry-After", "RetryAfter", message);
        message.setHeader("JMSCorrelationID", address.correlationId());
        if (address.destination() != null) {
            message.setHeader(JmsConstants.JMS_DESTINATION, address.destination());
        }
    }

    private static void copy(Answer answer, String header, String property, Message message) {
        if (answer.headers().containsKey(header)) {
            message.setHeader(property, answer.headers().get(header));
        }
    }
}
