package taskgateway.store.journal;

/**
 * An answer as the message log keeps it.
 *
 * @param headers its headers, a line each
 * @param format  the format of the body
 * @param body    the body, or null where there is none
 */
public record StoredAnswer(String headers, String format, String body) {
}
