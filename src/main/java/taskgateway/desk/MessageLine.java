package taskgateway.desk;

import java.time.Instant;
import java.util.UUID;

/**
 * A message in a list: what came in and what became of it.
 *
 * @param receivedAt  when it came in
 * @param state       what became of it
 * @param status      the HTTP status of the answer; null while there is none
 * @param outcome     the error codes of a refusal, {@code OK} otherwise
 * @param delivery    the state of its task's delivery; null where the task is not hosted
 * @param via         how it came in
 * @param traceId     its trace id
 * @param fromAsid    the sender's ASID
 * @param providerOds the provider's ODS code
 * @param identifier  the task's business identifier
 * @param taskId      logical id of the Order
 * @param id          of the message
 */
public record MessageLine(Instant receivedAt, String state, Integer status, String outcome, String delivery, String via,
        String traceId, String fromAsid, String providerOds, String identifier, String taskId, UUID id) {
}
