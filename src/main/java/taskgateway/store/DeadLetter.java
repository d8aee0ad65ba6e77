package taskgateway.store;

/**
 * A JMS message that an operator has taken up again.
 *
 * @param id       of the dead letter
 * @param replays  how often it has been taken up, this time included
 * @param message  the message, with the cause of its death
 */
public record DeadLetter(long id, int replays, DeadMessage message) {
}
