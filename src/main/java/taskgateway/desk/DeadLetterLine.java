package taskgateway.desk;

import java.time.Instant;

/**
 * A dead letter in a list.
 *
 * @param id         its number
 * @param kind       {@code DELIVERY} or {@code MESSAGE}
 * @param state      {@code DEAD}: it waits for an operator
 * @param diedAt     when it died
 * @param providerOds the provider's ODS code
 * @param cause      why it died
 * @param replays    how often an operator has taken it up again
 * @param fromAsid   the sender's ASID
 * @param traceId    the request's trace id
 * @param taskId     logical id of the Order; null for a message
 */
public record DeadLetterLine(long id, String kind, String state, Instant diedAt, String providerOds, String cause,
        int replays, String fromAsid, String traceId, String taskId) {
}
