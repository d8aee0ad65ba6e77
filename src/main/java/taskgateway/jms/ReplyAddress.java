package taskgateway.jms;

import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import org.apache.camel.Message;
import org.apache.camel.component.jms.JmsMessage;

/**
 * Where the outcome of a message goes.
 *
 * @param destination   its JMSReplyTo, or null: then the queue of outcomes
 * @param correlationId its JMSCorrelationID, else its JMSMessageID
 */
public record ReplyAddress(Destination destination, String correlationId) {

    /** Reads the address from a message: a bean of the receiving route. */
    public static final class Reader {

        /** The address that the message names. */
        public ReplyAddress read(Message message) throws JMSException {
            jakarta.jms.Message jms = ((JmsMessage) message).getJmsMessage();
            String own = jms.getJMSCorrelationID();
            return new ReplyAddress(jms.getJMSReplyTo(), own == null ? jms.getJMSMessageID() : own);
        }
    }
}
