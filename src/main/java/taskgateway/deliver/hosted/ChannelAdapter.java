package taskgateway.deliver.hosted;

import taskgateway.store.DeliveryFailure;

/** A transport at work: it connects the outbox with the legacy systems of its providers (EIP: Channel Adapter). */
public interface ChannelAdapter {

    /** Whether anything can be sent now; while not, no delivery is taken from the outbox. */
    default boolean isReady() {
        return true;
    }

    /**
     * Whether it can find out what became of a delivery in doubt. Then its route gets such a delivery, which
     * {@link taskgateway.store.PendingDelivery#inDoubt() says so}, to ask about, and every failure is a doubt. If not,
     * a delivery in doubt is made again, and its receiver has to tell a repeat.
     */
    boolean asks();

    /**
     * Why a delivery was not made, for the outbox.
     *
     * @param cause with which its route failed
     */
    DeliveryFailure failure(Exception cause);
}
