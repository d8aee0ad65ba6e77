package taskgateway.desk;

import java.time.Instant;
import java.util.UUID;

/**
 * All that is known of a message. What does not apply is null.
 *
 * @param id             of the message
 * @param receivedAt     when it came in
 * @param answeredAt     when it was answered
 * @param state          what became of it
 * @param status         the HTTP status of the answer
 * @param outcome        the error codes of a refusal, {@code OK} otherwise
 * @param refusedBy      {@code GATEWAY} or {@code PROVIDER}
 * @param reason         why, in a few words
 * @param via            how it came in
 * @param interaction    the interaction id
 * @param traceId        its trace id
 * @param fromAsid       the sender's ASID
 * @param toAsid         the receiver's ASID
 * @param providerOds    the provider's ODS code
 * @param transport      the provider's transport
 * @param taskId         logical id of the Order
 * @param identifier     the task's business identifier
 * @param delivery       the state of its task's delivery
 * @param deliveryNumber its number
 * @param attempts       how often it was tried
 * @param replays        how often an operator has taken it up again
 * @param nextAttemptAt  before then it is not tried; null: at once
 * @param deliveredAt    when it was delivered
 * @param lastFailure    why the last attempt failed
 * @param deadLetter     id of the dead letter that became of it
 * @param deadState      the dead letter's state
 * @param deadCause      its cause
 * @param task           the stored task, where bodies were asked for
 * @param answer         the answer, where bodies were asked for
 */
public record MessageDetails(UUID id, Instant receivedAt, Instant answeredAt, String state, Integer status,
        String outcome, String refusedBy, String reason, String via, String interaction, String traceId,
        String fromAsid, String toAsid, String providerOds, String transport, String taskId, String identifier,
        String delivery, Long deliveryNumber, Integer attempts, Integer replays, Instant nextAttemptAt,
        Instant deliveredAt, String lastFailure, Long deadLetter, String deadState, String deadCause, String task,
        String answer) {
}
