package taskgateway.deliver.hosted;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.util.Set;
import org.apache.camel.ExchangeException;
import org.apache.camel.Variable;
import org.apache.camel.http.base.HttpOperationFailedException;
import taskgateway.store.DeliveryFailure;
import taskgateway.store.Outbox;
import taskgateway.store.PendingDelivery;

/** What came of a delivery to a hosted provider, for the outbox. */
public final class DeliveryOutcomes {

    /** What a receiver says of itself, whatever the task. Anything else may be about this one. */
    private static final Set<Integer> OF_THE_RECEIVER = Set.of(401, 407, 408, 429, 502, 503, 504);

    private final Outbox outbox;

    public DeliveryOutcomes(Outbox outbox) {
        this.outbox = outbox;
    }

    /** The receiver has the task. */
    public void noteDelivered(@Variable("delivery") PendingDelivery delivery) throws SQLException {
        outbox.noteDelivered(delivery.providerOds(), delivery.sequence(), delivery.replays());
    }

    /** An endpoint did not answer 2xx. It tells a repeat by the task's identifier, so the task is sent again. */
    public void noteEndpointFailure(@Variable("delivery") PendingDelivery delivery, @ExchangeException Exception cause)
            throws SQLException {
        outbox.noteFailure(delivery, failure(cause));
    }

    private static DeliveryFailure failure(Exception cause) {
        if (cause instanceof HttpOperationFailedException http) {
            int status = http.getHttpResponseCode();
            return new DeliveryFailure("answered HTTP " + status, OF_THE_RECEIVER.contains(status));
        }
        if (cause instanceof ConnectException) {
            return new DeliveryFailure(cause.getMessage(), true);
        }
        // It may have the task. One that it cannot digest must not hold up all others: only a receiver that is not there does.
        return new DeliveryFailure(cause instanceof SocketTimeoutException ? cause.getMessage() : "connection broken off", false);
    }
}
