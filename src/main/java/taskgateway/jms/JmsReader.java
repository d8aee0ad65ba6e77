package taskgateway.jms;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Message;
import org.apache.camel.component.jms.JmsMessage;
import taskgateway.edge.Headers;
import taskgateway.edge.Request;
import taskgateway.edge.SpineHeader;
import taskgateway.edge.Via;
import taskgateway.fhir.Format;

/**
 * Reads a task from a JMS message itself: only the properties named here mean anything, so no property of a producer can
 * become a header of Camel's. Text and bytes messages are read; any other kind is never deserialised and counts as one of an
 * unsupported media type, whatever it declares, and so does one that declares two.
 *
 * <p>A format that is not declared is recognised from the body, a missing trace id is derived from the JMSMessageID and
 * the body.
 */
public final class JmsReader {

    /** The header that holds the JMSMessageID, for whoever looks for a message. */
    private static final String MESSAGE_ID = "JMSMessageID";

    /** White space of JSON and XML, and the octets of UTF-8's byte order mark. */
    private static final String BEFORE_TEXT = " \t\r\n\u00EF\u00BB\u00BF";
    private static final byte[] NOTHING = {};

    /** JMS property names by header name: a plain one, and Camel's spelling of the hyphen. */
    private static final Map<String, List<String>> PROPERTIES = Map.of(
            SpineHeader.TRACE_ID, List.of("SspTraceID", "Ssp_HYPHEN_TraceID"),
            SpineHeader.FROM, List.of("SspFrom", "Ssp_HYPHEN_From"),
            SpineHeader.TO, List.of("SspTo", "Ssp_HYPHEN_To"),
            SpineHeader.INTERACTION_ID, List.of("SspInteractionID", "Ssp_HYPHEN_InteractionID"),
            SpineHeader.AUTHORIZATION, List.of("Authorization"),
            SpineHeader.CONTENT_TYPE, List.of("ContentType", "Content_HYPHEN_Type"),
            SpineHeader.IF_NONE_EXIST, List.of("IfNoneExist", "If_HYPHEN_None_HYPHEN_Exist"),
            SpineHeader.PROVIDER_ODS_CODE, List.of("ProviderOdsCode"));

    /**
     * The request that a message makes.
     *
     * @throws JMSException when the broker's client cannot read it; the message is then delivered again
     */
    public Request read(Message message) throws JMSException {
        jakarta.jms.Message jms = ((JmsMessage) message).getJmsMessage();
        byte[] body = body(jms);
        Headers headers = withMediaType(withMessageId(headers(jms), jms.getJMSMessageID(), body), jms, body);
        Instant now = Instant.now();
        return new Request(Via.JMS, "POST", null, headers, body, now, sent(jms, now));
    }

    private static Headers headers(jakarta.jms.Message jms) throws JMSException {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        for (Map.Entry<String, List<String>> header : PROPERTIES.entrySet()) {
            values(jms, header.getValue()).forEach(value -> headers.add(Map.entry(header.getKey(), value)));
        }
        return Headers.of(headers);
    }

    /** What the properties say; the same value in both spellings is said once. */
    private static Set<String> values(jakarta.jms.Message jms, List<String> properties) throws JMSException {
        Set<String> values = new LinkedHashSet<>();
        for (String property : properties) {
            // Not getStringProperty: it fails on a property that is a list or a map, and such a message must be answered too.
            Object value = jms.getObjectProperty(property);
            if (value != null) {
                values.add(value.toString());
            }
        }
        return values;
    }

    private static Headers withMessageId(Headers headers, String messageId, byte[] body) {
        if (messageId == null) {
            return headers;
        }
        Headers known = headers.with(MESSAGE_ID, messageId);
        return known.all(SpineHeader.TRACE_ID).isEmpty() ? known.with(SpineHeader.TRACE_ID, TraceIds.of(messageId, body)) : known;
    }

    private static Headers withMediaType(Headers headers, jakarta.jms.Message jms, byte[] body) {
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

    private static Optional<Format> recognised(byte[] body) {
        for (byte octet : body) {
            char start = (char) (octet & 0xff);
            if (BEFORE_TEXT.indexOf(start) < 0) {
                return start == '{' ? Optional.of(Format.JSON) : start == '<' ? Optional.of(Format.XML) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static boolean isText(jakarta.jms.Message jms) {
        return jms instanceof TextMessage || jms instanceof BytesMessage;
    }

    private static byte[] body(jakarta.jms.Message jms) throws JMSException {
        if (jms instanceof TextMessage text && text.getText() != null) {
            return text.getText().getBytes(StandardCharsets.UTF_8);
        }
        if (jms instanceof BytesMessage bytes && bytes.getBodyLength() > 0) {
            return bytes.getBody(byte[].class);
        }
        return NOTHING;
    }

    /** The JMSTimestamp, unless the producer left it out or its clock is ahead of ours. */
    private static Instant sent(jakarta.jms.Message jms, Instant now) throws JMSException {
        Instant sent = Instant.ofEpochMilli(jms.getJMSTimestamp());
        return jms.getJMSTimestamp() == 0 || sent.isAfter(now) ? now : sent;
    }
}
