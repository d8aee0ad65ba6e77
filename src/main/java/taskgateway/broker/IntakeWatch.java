package taskgateway.broker;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Enumeration;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.support.RoutePolicySupport;

/**
 * Watches over the queue of tasks: since when its oldest message has waited, and whether messages are worked on. A
 * message that is being worked on waits too until it has its outcome. Ages are those that this gateway has seen, for a
 * producer's clock may be wrong.
 */
public final class IntakeWatch extends RoutePolicySupport {

    /** A message that waits is with a consumer again within so long, whatever was lost before. */
    static final Duration PROMISED = Duration.ofSeconds(30);

    /**
     * As long as a message may be worked on: it waits for its turn, for the same task before it, and for its provider.
     */
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final ConnectionFactory connections;
    private final String queue;
    private String oldest;
    private Instant waitsSince = Instant.now();
    private final BrokerState broker = new BrokerState();
    private Instant done = Instant.now();
    private Instant begun = Instant.now();
    private boolean failed;
    private int working;

    /**
     * @param connections to the broker
     * @param queue       that tasks are taken from
     */
    public IntakeWatch(ConnectionFactory connections, String queue) {
        this.connections = connections;
        this.queue = queue;
    }

    /** Looks into the queue: the broker is there, or not. */
    public void lookAtQueue() {
        try {
            noteHead(readHead());
            broker.noteAnswer();
        } catch (JMSException | RuntimeException away) {
            broker.noteFailure(away); // the next look comes soon
        }
    }

    /** Whether the broker answered the last look. */
    public boolean isBrokerThere() {
        return broker.isThere();
    }

    @Override
    public synchronized void onExchangeBegin(Route route, Exchange exchange) {
        working++;
        begun = Instant.now();
    }

    @Override
    public synchronized void onExchangeDone(Route route, Exchange exchange) {
        working--;
        failed = exchange.isFailed();
        done = failed ? done : Instant.now();
    }

    /** How many seconds the oldest message has waited; 0 where there is none. */
    public synchronized double oldest() {
        return oldest == null ? 0 : since(waitsSince).toMillis() / 1000.0;
    }

    /** What keeps messages from being worked on, in words for an operator. */
    public synchronized Optional<String> fault() {
        if (!broker.isThere()) {
            return broker.fault();
        }
        boolean workedOn = !isOver(PROMISED, done) || working > 0 && !failed && !isOver(LONGEST, begun);
        return oldest == null || workedOn || !isOver(PROMISED, waitsSince) ? Optional.empty()
                : Optional.of("Messages wait in the queue " + queue + ", the oldest for "
                        + since(waitsSince).toSeconds()
                        + " s or more, and none has got its outcome for " + since(done).toSeconds() + " s.");
    }

    private synchronized void noteHead(String head) {
        if (head == null || !head.equals(oldest)) {
            oldest = head;
            waitsSince = Instant.now();
        }
    }

    /** The JMSMessageID of the first message, or null. */
    private String readHead() throws JMSException {
        Connection connection = connections.createConnection();
        try {
            connection.start();
            try (Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                    QueueBrowser browser = session.createBrowser(session.createQueue(queue))) {
                Enumeration<?> messages = browser.getEnumeration();
                return messages.hasMoreElements() ? ((Message) messages.nextElement()).getJMSMessageID() : null;
            }
        } finally {
            connection.close();
        }
    }

    private static boolean isOver(Duration limit, Instant instant) {
        return since(instant).compareTo(limit) > 0;
    }

    private static Duration since(Instant instant) {
        return Duration.between(instant, Instant.now());
    }
}
