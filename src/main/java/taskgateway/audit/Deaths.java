package taskgateway.audit;

import java.sql.SQLException;
import org.apache.camel.Variable;
import taskgateway.reply.Answer;
import taskgateway.store.DeadLetter;
import taskgateway.store.DeadLetters;

/** Why a message that an operator has taken up again could not be handed on this time either. */
public final class Deaths {

    private final DeadLetters letters;

    public Deaths(DeadLetters letters) {
        this.letters = letters;
    }

    /** Nothing was sent and nothing kept, for the reason that the answer gives. */
    public void refused(@Variable("deadLetter") DeadLetter letter, @Variable("answer") Answer answer) throws SQLException {
        letters.died(letter, Outcomes.cause(answer));
    }

    /** It may have been handed on, but its outcome did not get to its sender: replayed again, it gets the same answer. */
    public void unanswered(@Variable("deadLetter") DeadLetter letter) throws SQLException {
        letters.died(letter, "its outcome could not be recorded, or not be sent to the broker");
    }
}
