package taskgateway.retry;

import java.sql.SQLException;
import org.apache.camel.Variable;
import taskgateway.audit.Outcomes;
import taskgateway.reply.Answer;
import taskgateway.store.DeadLetter;
import taskgateway.store.DeadLetters;

/**
 * What came of a JMS message that was taken up again. Where nothing could be done this time either, it is tried again
 * by itself as often as configured; after that, and when an operator had taken it up, it waits for an operator.
 */
public final class RetryOutcomes {

    private final DeadLetters letters;
    private final int tries;

    /**
     * @param tries how often a message is tried before it waits for an operator
     */
    public RetryOutcomes(DeadLetters letters, int tries) {
        this.letters = letters;
        this.tries = tries;
    }

    /**
     * Whether the sender is to get this answer: unless the message is tried again, or its sender was told so already.
     */
    public boolean isAnswered(@Variable("deadLetter") DeadLetter letter, @Variable("answer") Answer answer) {
        return !answer.later() || letter.waiting() && isLastTry(letter);
    }

    /** It has been answered. */
    public void recordEnd(@Variable("deadLetter") DeadLetter letter, @Variable("answer") Answer answer)
            throws SQLException {
        if (!answer.later()) {
            letters.noteReplayed(letter);
        } else if (letter.waiting() && !isLastTry(letter)) {
            letters.retryLater(letter, letter.attempts() + 1, Outcomes.cause(answer));
        } else {
            letters.noteDied(letter, Outcomes.cause(answer));
        }
    }

    /**
     * It may have been handed on, but its outcome did not get to its sender: taken up again, it gets the same answer.
     */
    public void recordUnanswered(@Variable("deadLetter") DeadLetter letter) throws SQLException {
        String cause = "its outcome could not be recorded, or not be sent to the broker";
        if (letter.waiting()) {
            letters.retryLater(letter, letter.attempts(), cause);
        } else {
            letters.noteDied(letter, cause);
        }
    }

    private boolean isLastTry(DeadLetter letter) {
        return letter.attempts() + 1 >= tries;
    }
}
