package taskgateway.http;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Variable;
import taskgateway.limit.Allowance;
import taskgateway.reply.Answer;

/** Writes an answer as the HTTP response. A body is handed on as text, which the server sends in chunks. */
public final class HttpWriter {

    /** Sets status, headers and body of the response; a known consumer also learns what it has left of its rate. */
    public void write(@Variable("answer") Answer answer, @Variable("allowance") Allowance allowance, Message message) {
        answer.headers().forEach(message::setHeader);
        if (allowance != null) {
            allowance.headers().forEach(message::setHeader);
        }
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, answer.status());
        if (answer.body() != null) {
            message.setHeader(Exchange.CONTENT_TYPE, answer.format().contentType());
        }
        message.setBody(answer.body());
    }
}
