package taskgateway.store;

/**
 * Why a delivery failed.
 *
 * @param reason    in words fit for an operator's list
 * @param unreached whether the receiver could not be reached at all or takes nothing at the moment, as opposed to
 *                  having refused this task: then no other task of its is tried before this one
 * @param logged      whether the log says already why nothing can be delivered: that of an outage of the broker
 */
public record DeliveryFailure(String reason, boolean unreached, boolean logged) {

    /** A failure that is the receiver's own. */
    public DeliveryFailure(String reason, boolean unreached) {
        this(reason, unreached, false);
    }
}
