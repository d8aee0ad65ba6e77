package taskgateway.store;

/**
 * A delivery to a hosted provider that is still to be made.
 *
 * @param sequence       its number, in the order of acceptance
 * @param attempts       how often it has failed
 * @param taskId         logical id of the Order
 * @param taskIdentifier value of the Order's business identifier, by which a receiver tells a repeat
 * @param traceId        the request's trace id
 * @param senderAsid     the sender's ASID
 * @param receiverAsid   the provider's ASID
 * @param interactionId  the request's interaction id
 * @param providerOds    the provider's ODS code
 * @param body           the Order as JSON
 */
public record PendingDelivery(long sequence, int attempts, String taskId, String taskIdentifier, String traceId,
        String senderAsid, String receiverAsid, String interactionId, String providerOds, String body) {
}
