package taskgateway.jms;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Message;
import org.apache.camel.component.jms.JmsMessage;
import taskgateway.edge.Headers;
import taskgateway.edge.Request;
import taskgateway.edge.SpineHeader;
import taskgateway.edge.Via;

/**
 * Reads a task from a JMS message itself: only the properties named here mean anything, so no property of a producer can
 * become a header of Camel's. Text and bytes messages are read; any other kind is never deserialised and counts as one of an
 * unsupported media type.
 */
public final class JmsReader {

    /** The header that holds the JMSMessageID, from which a missing trace id is derived. */
    static final String MESSAGE_ID = "JMSMessageID";

    private static final byte[] NOTHING = {};

    /** Header name by JMS property name: Camel's spelling of the hyphen, and a plain one. */
    private static final Map<String, String> PROPERTIES = Map.ofEntries(
            Map.entry("Ssp_HYPHEN_TraceID", SpineHeader.TRACE_ID), Map.entry("SspTraceID", SpineHeader.TRACE_ID),
            Map.entry("Ssp_HYPHEN_From", SpineHeader.FROM), Map.entry("SspFrom", SpineHeader.FROM),
            Map.entry("Ssp_HYPHEN_To", SpineHeader.TO), Map.entry("SspTo", SpineHeader.TO),
            Map.entry("Ssp_HYPHEN_InteractionID", SpineHeader.INTERACTION_ID),
            Map.entry("SspInteractionID", SpineHeader.INTERACTION_ID),
            Map.entry("Authorization", SpineHeader.AUTHORIZATION),
            Map.entry("Content_HYPHEN_Type", SpineHeader.CONTENT_TYPE), Map.entry("ContentType", SpineHeader.CONTENT_TYPE),
            Map.entry("ProviderOdsCode", SpineHeader.PROVIDER_ODS_CODE));

    /**
     * The request that a message makes.
     *
     * @throws JMSException when the broker's client cannot read it; the message is then delivered again
     */
    public Request read(Message message) throws JMSException {
        jakarta.jms.Message jms = ((JmsMessage) message).getJmsMessage();
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        for (Map.Entry<String, String> property : PROPERTIES.entrySet()) {
            String value = jms.getStringProperty(property.getKey());
            if (value != null) {
                headers.add(Map.entry(property.getValue(), value));
            }
        }
        headers.add(Map.entry(MESSAGE_ID, jms.getJMSMessageID()));
        Instant now = Instant.now();
        return new Request(Via.JMS, "POST", null, Headers.of(headers), body(jms), now, sent(jms, now));
    }

    private static byte[] body(jakarta.jms.Message jms) throws JMSException {
        if (jms instanceof TextMessage text) {
            return text.getText() == null ? NOTHING : text.getText().getBytes(StandardCharsets.UTF_8);
        }
        if (jms instanceof BytesMessage bytes) {
            byte[] body = bytes.getBody(byte[].class);
            return body == null ? NOTHING : body;
        }
        return NOTHING;
    }

    /** The JMSTimestamp, unless the producer left it out or its clock is ahead of ours. */
    private static Instant sent(jakarta.jms.Message jms, Instant now) throws JMSException {
        Instant sent = Instant.ofEpochMilli(jms.getJMSTimestamp());
        return jms.getJMSTimestamp() == 0 || sent.isAfter(now) ? now : sent;
    }
}
