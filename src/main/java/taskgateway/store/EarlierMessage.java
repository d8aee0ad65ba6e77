package taskgateway.store;

import taskgateway.store.journal.MessageState;
import taskgateway.store.journal.StoredAnswer;

/**
 * What is known of a request that another one repeats.
 *
 * @param state  what became of it
 * @param digest stands for its bytes
 * @param status the status that it was answered, 0 as long as it runs
 * @param answer its answer; null as long as it runs, where it never got one, and when it is no longer kept
 */
public record EarlierMessage(MessageState state, String digest, int status, StoredAnswer answer) {
}
