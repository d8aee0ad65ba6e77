package taskgateway.desk;

import java.time.Instant;

/**
 * All that is known of a dead letter. What does not apply is null.
 *
 * @param id             its number
 * @param kind           {@code DELIVERY} or {@code MESSAGE}
 * @param state          {@code DEAD}: it waits for an operator
 * @param diedAt         when it died
 * @param cause          why
 * @param providerOds    the provider's ODS code
 * @param fromAsid       the sender's ASID
 * @param traceId        the request's trace id
 * @param replays        how often an operator has taken it up again
 * @param actedAt        when an operator last did something with it
 * @param actedBy        who
 * @param actedWhy       why
 * @param deliveryNumber number of the delivery that died
 * @param taskId         logical id of its Order
 * @param delivery       the delivery's state
 * @param attempts       how often it was tried
 * @param lastFailure    why the last attempt failed
 * @param sentAt         when the message was sent
 * @param replyTo        where its outcome goes
 * @param correlationId  its JMSCorrelationID
 * @param headers        the message's properties, where the body was asked for
 * @param body           the message's text, where the body was asked for
 * @param task           the stored task, where the body was asked for
 */
public record DeadLetterDetails(long id, String kind, String state, Instant diedAt, String cause, String providerOds,
        String fromAsid, String traceId, int replays, Instant actedAt, String actedBy, String actedWhy,
        Long deliveryNumber, String taskId, String delivery, Integer attempts, String lastFailure, Instant sentAt,
        String replyTo, String correlationId, String headers, String body, String task) {
}
