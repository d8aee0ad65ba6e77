package taskgateway.store.journal;

import java.time.Duration;
import java.time.Instant;

/**
 * A JMS message that could not be handed on yet, with all that is needed to take it up again.
 *
 * @param cause         why, in words for an operator
 * @param sentAt        the instant at which "today" and the token's times are judged
 * @param headers       its headers, as JSON
 * @param body          its body, as Base64
 * @param replyTo       where its outcome goes, or null for the queue of outcomes
 * @param correlationId the JMSCorrelationID of its outcome
 */
public record DeadMessage(String cause, Instant sentAt, String headers, String body, String replyTo,
        String correlationId) {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    /** The same with its cause. */
    public DeadMessage of(String other) {
        return new DeadMessage(other, sentAt, headers, body, replyTo, correlationId);
    }

    /** How long it waits after so many attempts before the next: 1, 2, 4 ... 60 seconds. */
    public static Duration waitAfter(int attempts) {
        Duration doubled = Duration.ofSeconds(1L << Math.min(attempts - 1, 10));
        return doubled.compareTo(LONGEST_WAIT) < 0 ? doubled : LONGEST_WAIT;
    }
}
