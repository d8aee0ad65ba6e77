package taskgateway.receive.jms;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.Variable;
import taskgateway.fhir.Format;
import taskgateway.request.Headers;
import taskgateway.request.Request;
import taskgateway.request.SpineHeader;
import taskgateway.request.Via;

/**
 * Reads a task from a JMS message itself: only the properties that {@link MessageProperties} names mean anything, so
 * none of a producer's can become a header of Camel's. Text and bytes messages are read; any other kind is never
 * deserialised and counts as one of an unsupported media type, whatever it declares, and so does one that declares two.
 *
 * <p>A format that is not declared is recognised from the body, a missing trace id is derived from the JMSMessageID and
 * the body.
 */
public final class JmsReader {

    /** The header that holds the JMSMessageID, for whoever looks for a message. */
    private static final String MESSAGE_ID = "JMSMessageID";

    /**
     * The request that a message makes; also where the broker's client cannot read it, for every message is answered.
     */
    public Request read(@Variable("message") Message jms) throws JMSException {
        MessageBody body = MessageBody.of(jms);
        Headers headers =
                withMediaType(withMessageId(MessageProperties.of(jms), jms.getJMSMessageID(), body), jms, body);
        Instant now = Instant.now();
        return new Request(Via.JMS, "POST", null, headers, body.bytes(), now, sent(jms, now));
    }

    private static Headers withMessageId(Headers headers, String messageId, MessageBody body) {
        if (messageId == null) {
            return headers;
        }
        Headers known = headers.with(MESSAGE_ID, messageId);
        return known.all(SpineHeader.TRACE_ID).isEmpty()
                ? known.with(SpineHeader.TRACE_ID, TraceIds.of(messageId, body.bytes()))
                : known;
    }

    private static Headers withMediaType(Headers headers, Message jms, MessageBody body) {
        int declared = headers.all(SpineHeader.CONTENT_TYPE).size();
        if (declared > 1 || !isText(jms)) {
            return headers.with(SpineHeader.CONTENT_TYPE, "");
        }
        Optional<String> type = declared == 1 ? headers.first(SpineHeader.CONTENT_TYPE)
                : recognised(body).map(Format::mediaType);
        // A text message has no encoding: what its XML declares of one is not so.
        String told = jms instanceof TextMessage ? ";charset=utf-8" : "";
        return type.map(it -> headers.with(SpineHeader.CONTENT_TYPE, it + told)).orElse(headers);
    }

    /** What cannot be read is malformed in either format. */
    private static Optional<Format> recognised(MessageBody body) {
        return body.readable() ? body.format() : Optional.of(Format.JSON);
    }

    private static boolean isText(Message jms) {
        return jms instanceof TextMessage || jms instanceof BytesMessage;
    }

    /** The JMSTimestamp, unless the producer left it out or his clock is ahead of ours, or it is none. */
    private static Instant sent(Message jms, Instant now) throws JMSException {
        Instant sent = Instant.ofEpochMilli(jms.getJMSTimestamp());
        return jms.getJMSTimestamp() <= 0 || sent.isAfter(now) ? now : sent;
    }
}
