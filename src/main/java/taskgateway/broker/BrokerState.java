package taskgateway.broker;

import jakarta.jms.JMSSecurityException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the broker is there. The log has one line when it goes and one when it is back, and nothing is sent to it
 * meanwhile. Only JMS needs it: what comes by HTTP is answered, and tasks for queues wait in the outbox.
 */
public final class BrokerState {

    private static final Logger LOG = LoggerFactory.getLogger("taskgateway.jms");
    private static final int MOST_CAUSES = 20;
    private static final Pattern FULL = Pattern.compile("(?i)no space left|not enough space|quota exceeded");

    private String reason;
    private Instant away;

    /** Whether it answered when it was asked last. */
    public synchronized boolean isThere() {
        return reason == null;
    }

    /** Why there is no broker, and since when, in words for an operator. */
    public synchronized Optional<String> fault() {
        return isThere() ? Optional.empty()
                : Optional.of("The broker has not answered for " + seconds() + " s: " + reason
                + ". No message is taken, and none is sent to queues.");
    }

    public synchronized void noteAnswer() {
        if (!isThere()) {
            LOG.info("The broker is back after {} s: messages are taken, and what waits for queues is sent", seconds());
            reason = null;
        }
    }

    public synchronized void noteFailure(Throwable failure) {
        if (isThere()) {
            reason = reason(failure);
            away = Instant.now();
            LOG.error("The broker does not answer: {}. Until it is back no message is taken, and what is for queues"
                    + " waits in the database", reason);
        }
    }

    private long seconds() {
        return Duration.between(away, Instant.now()).toSeconds();
    }

    /** In our words: those of a library may quote anything. */
    public static String reason(Throwable failure) {
        List<Throwable> causes =
                Stream.iterate(failure, cause -> cause != null, Throwable::getCause).limit(MOST_CAUSES).toList();
        return Stream.of(
                word(causes, JMSSecurityException.class, "it refuses the user or the password"),
                word(causes, SSLException.class, "TLS failed"),
                word(causes, UnknownHostException.class, "unknown host"),
                word(causes, SocketTimeoutException.class, "no answer in time"),
                word(causes, ConnectException.class, "connection refused"),
                causes.stream().anyMatch(BrokerState::isFull) ? Optional.of("the disk of the broker is full")
                        : Optional.<String>empty())
                .flatMap(Optional::stream).findFirst().orElse("no answer, or one broken off");
    }

    private static Optional<String> word(List<Throwable> causes, Class<? extends Throwable> type, String word) {
        return causes.stream().anyMatch(type::isInstance) ? Optional.of(word) : Optional.empty();
    }

    /** Whether a disk is full, or the broker's own limit is reached. */
    static boolean isFull(Throwable cause) {
        return cause instanceof IOException && isFull(cause.getMessage())
                || cause instanceof jakarta.jms.ResourceAllocationException;
    }

    /** Whether these are a system's words for a disk that is full; a broker may quote them. */
    static boolean isFull(String words) {
        return words != null && FULL.matcher(words).find();
    }
}
