package taskgateway.repeat;

import taskgateway.reply.Answer;
import taskgateway.store.journal.MessageStart;

/**
 * A request's place in the message log.
 *
 * @param start  its row
 * @param answer the answer of the request that it repeats; null where it is the first: then it is to be worked on
 */
public record Claim(MessageStart start, Answer answer) {

    /** Whether the row is in the log already, as that of a request that is being worked on. */
    public boolean first() {
        return answer == null;
    }
}
