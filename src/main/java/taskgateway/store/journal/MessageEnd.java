package taskgateway.store.journal;

/**
 * What the message log says of a transaction when it ends.
 *
 * @param state      what became of it
 * @param status     the HTTP status of its answer
 * @param outcome    the codes of the answer
 * @param refusedBy  whose refusal the answer is, or null
 * @param reason     why it was refused, in words for an operator, or null
 * @param patient    keyed hash of the provider and the reference to the patient, or null
 * @param taskId     logical id of the Order, or null
 * @param identifier the Order's business identifier, {@code system|value}, or null
 * @param answer     the answer, to be given to a repeat; null where there can be none
 */
public record MessageEnd(MessageState state, int status, String outcome, String refusedBy, String reason,
        String patient, String taskId, String identifier, StoredAnswer answer) {
}
