package taskgateway.receive.jms;

import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.Topic;
import java.util.Set;
import org.apache.camel.Variable;

/**
 * Where the outcome of a message goes.
 *
 * @param destination   its JMSReplyTo, or null where there is none to which the gateway may send: then the queue of
 *                      outcomes
 * @param correlationId its JMSCorrelationID, else its JMSMessageID
 */
public record ReplyAddress(Destination destination, String correlationId) {

    /**
     * Reads the address from a message: a bean of the receiving route.
     *
     * <p>Who may write to the gateway's queue may not for that write to every queue to which the gateway may: what a
     * legacy system reads as tasks, and what the gateway reads itself, comes from the gateway's own routes alone.
     */
    public static final class ReplyAddressReader {

        /** By these one name stands for several queues, for another queue, or for options. */
        private static final String SIGNS = ",?*>:";

        /** What another protocol lets a producer write may be longer than the broker can send again. */
        private static final int LONGEST = 1000;

        private final Set<String> closed;

        /**
         * @param closed the queues of hosted providers, and those that the gateway reads
         */
        public ReplyAddressReader(Set<String> closed) {
            this.closed = Set.copyOf(closed);
        }

        /** The address that the message names. */
        public ReplyAddress read(@Variable("message") Message jms) throws JMSException {
            String own = jms.getJMSCorrelationID();
            Destination asked = jms.getJMSReplyTo();
            return new ReplyAddress(isOpen(asked) ? asked : null,
                    own == null || own.length() > LONGEST ? jms.getJMSMessageID() : own);
        }

        private boolean isOpen(Destination asked) throws JMSException {
            if (asked instanceof TemporaryQueue || asked instanceof TemporaryTopic) {
                return true;
            }
            String name = asked instanceof Queue queue ? queue.getQueueName()
                    : asked instanceof Topic topic ? topic.getTopicName() : null;
            return name != null && name.length() <= LONGEST && !closed.contains(name) && !name.startsWith("ActiveMQ.")
                    && name.chars().noneMatch(sign -> SIGNS.indexOf(sign) >= 0);
        }
    }
}
