package taskgateway.store;

/**
 * A delivery to a hosted provider that is to be made now.
 *
 * @param sequence       its number, in the order of acceptance
 * @param inDoubt        whether an earlier attempt ended without anybody knowing whether the task was sent: that is
 *                       asked now
 * @param attempt        the number of the attempt that it stands for: the next one, or the one that is in doubt and
 *                       asked about
 * @param replays        how often an operator has taken it up again
 * @param taskId         logical id of the Order
 * @param taskIdentifier value of the Order's business identifier, by which a receiver tells a repeat
 * @param traceId        the request's trace id
 * @param senderAsid     the sender's ASID
 * @param receiverAsid   the provider's ASID
 * @param interactionId  the request's interaction id
 * @param providerOds    the provider's ODS code
 * @param body           the Order as JSON
 */
public record PendingDelivery(long sequence, boolean inDoubt, int attempt, int replays, String taskId,
        String taskIdentifier, String traceId, String senderAsid, String receiverAsid, String interactionId,
        String providerOds, String body) {

    /** The next attempt at it. */
    PendingDelivery asNextAttempt() {
        return new PendingDelivery(sequence, false, attempt + 1, replays, taskId, taskIdentifier, traceId, senderAsid,
                receiverAsid, interactionId, providerOds, body);
    }
}
