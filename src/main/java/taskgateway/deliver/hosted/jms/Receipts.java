package taskgateway.deliver.hosted.jms;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import java.sql.SQLException;
import java.util.Iterator;
import org.apache.camel.Header;
import org.apache.camel.Message;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jms.core.JmsTemplate;
import taskgateway.broker.BrokerConnections;
import taskgateway.store.Outbox;
import taskgateway.store.PendingDelivery;

/**
 * Makes a delivery to a queue happen exactly once. The task and a receipt, on a queue of the gateway's own, are sent in
 * one JMS transaction: the broker has both or neither. Where nobody knows whether that transaction was committed, since
 * gateway, broker or database died, a question is sent after it on the same queue. If a receipt was sent, it is read
 * first, and the delivery is made; if the question finds the delivery still in doubt, the task was not sent and is
 * tried again.
 *
 * <p>That receipt and question are read in their order, by however many gateways read the queue, is the broker's
 * message group: what belongs to one delivery goes to one consumer. One that cannot be read now holds up those behind
 * it (see {@link BrokerConnections#inOrder}). The guarantee does not hang on that order alone, which a broker may lose
 * when it delivers messages again: a question is not answered while a receipt of its delivery is on the queue. It names
 * the attempt that it asks about, for it may be read twice.
 */
public final class Receipts {

    private static final Logger LOG = LoggerFactory.getLogger("taskgateway.jms");
    private static final String ODS = "ProviderOdsCode";
    private static final String DELIVERY = "Delivery";
    private static final String REPLAYS = "Replays";
    private static final String ATTEMPTS = "Attempts";
    private static final String SENT = "Sent";
    /** A selector that no message fits. */
    private static final String NOTHING = SENT + " is null and " + SENT + " is not null";

    /** Fewer than a broker keeps in mind: it forgets who reads a group when there are too many. */
    private static final int GROUPS = 256;

    private final Outbox outbox;
    private final JmsTemplate broker;
    private final String queue;

    /**
     * @param broker a factory of connections to the broker
     * @param queue  the name of the queue of receipts
     */
    public Receipts(Outbox outbox, ConnectionFactory broker, String queue) {
        this.outbox = outbox;
        this.broker = new JmsTemplate(broker);
        this.queue = queue;
    }

    /** Writes the receipt of a task that is sent in the same transaction. */
    public void writeReceipt(@Variable("delivery") PendingDelivery delivery, Message message) {
        write(delivery, true, message);
    }

    /** Writes the question whether a task was sent. */
    public void writeQuestion(@Variable("delivery") PendingDelivery delivery, Message message) {
        write(delivery, false, message);
    }

    /**
     * Reads a receipt or a question. What is neither comes from no gateway, and must not stand in the way of those that
     * do.
     */
    public void read(@Header(ODS) Object ods, @Header(DELIVERY) Object delivery, @Header(REPLAYS) Object replays,
            @Header(ATTEMPTS) Object attempts, @Header(SENT) Object sent) throws SQLException {
        if (!(ods instanceof String provider && delivery instanceof Long number && replays instanceof Integer before
                && attempts instanceof Integer tried && sent instanceof Boolean made)) {
            LOG.warn("A message on the queue of receipts is no receipt, and is thrown away: who else writes to that"
                    + " queue?");
        } else if (made) {
            outbox.noteDelivered(provider, number, before);
        } else if (!hasReceipt(number, before)) {
            outbox.noteNotSent(number, before, tried);
        }
    }

    /** Whether a receipt has still to be read: then the delivery has been made, whatever is asked about it. */
    private boolean hasReceipt(long delivery, int replays) {
        return Boolean.TRUE.equals(broker.execute(session -> {
            Queue receipts = session.createQueue(queue);
            // No selector: with one ActiveMQ looks no further than the first page that holds no match.
            try (QueueBrowser browser = session.createBrowser(receipts)) {
                for (Iterator<?> messages = browser.getEnumeration().asIterator(); messages.hasNext();) {
                    if (isReceipt((jakarta.jms.Message) messages.next(), delivery, replays)) {
                        return true;
                    }
                }
            }
            // A look that breaks off with its connection ends as if there were no more messages; then this fails.
            session.createConsumer(receipts, NOTHING).close();
            return false;
        }, true));
    }

    private static boolean isReceipt(jakarta.jms.Message message, long delivery, int replays) throws JMSException {
        return Boolean.TRUE.equals(message.getObjectProperty(SENT))
                && message.getObjectProperty(DELIVERY) instanceof Long number && number == delivery
                && message.getObjectProperty(REPLAYS) instanceof Integer before && before == replays;
    }

    private static void write(PendingDelivery delivery, boolean sent, Message message) {
        message.removeHeaders("*");
        message.setBody("");
        message.setHeader("JMSXGroupID", "delivery-" + delivery.sequence() % GROUPS);
        message.setHeader(ODS, delivery.providerOds());
        message.setHeader(DELIVERY, delivery.sequence());
        message.setHeader(REPLAYS, delivery.replays());
        message.setHeader(ATTEMPTS, delivery.attempt());
        message.setHeader(SENT, sent);
    }
}
