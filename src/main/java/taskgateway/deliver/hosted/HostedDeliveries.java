package taskgateway.deliver.hosted;

import java.sql.SQLException;
import java.util.Map;
import org.apache.camel.ExchangeException;
import org.apache.camel.Variable;
import taskgateway.store.DeliveryFailure;
import taskgateway.store.Outbox;
import taskgateway.store.PendingDelivery;

/** What deliveries to hosted providers have in common: each is taken from the outbox, which is told what came of it. */
public final class HostedDeliveries {

    private final Outbox outbox;
    private final Map<String, ChannelAdapter> adapters;

    /** @param adapters each provider's, by its ODS code */
    public HostedDeliveries(Outbox outbox, Map<String, ChannelAdapter> adapters) {
        this.outbox = outbox;
        this.adapters = Map.copyOf(adapters);
    }

    /**
     * The delivery to make next to a provider, or to ask about; null while nothing can be sent, and where none is due.
     */
    public PendingDelivery takeNext(String providerOds) {
        ChannelAdapter adapter = adapters.get(providerOds);
        return adapter.isReady() ? outbox.takeNext(providerOds, adapter.asks()) : null;
    }

    /** Whether there was one to make: not where none was due, or one is only asked about. */
    public boolean isToBeMade(@Variable("delivery") PendingDelivery delivery) {
        return delivery != null && !delivery.inDoubt();
    }

    /** The receiver has the task. What was only asked about is answered later. */
    public void noteSent(@Variable("delivery") PendingDelivery delivery) throws SQLException {
        if (!delivery.inDoubt()) {
            outbox.noteDelivered(delivery.providerOds(), delivery.sequence(), delivery.replays());
        }
    }

    /** The receiver does not have the task, or nobody knows. */
    public void noteFailure(@Variable("delivery") PendingDelivery delivery, @ExchangeException Exception cause)
            throws SQLException {
        ChannelAdapter adapter = adapters.get(delivery.providerOds());
        DeliveryFailure failure = adapter.failure(cause);
        if (adapter.asks()) {
            outbox.noteInDoubt(delivery, failure);
        } else {
            outbox.noteFailure(delivery, failure);
        }
    }
}
