package taskgateway.desk;

/**
 * What came of an action on a dead letter.
 *
 * @param id    its number
 * @param fault why it was not done; null when it was
 */
public record DeadLetterResult(long id, String fault) {
}
