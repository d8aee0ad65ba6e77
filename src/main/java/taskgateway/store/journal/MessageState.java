package taskgateway.store.journal;

/** What became of a transaction: the state of its row in the message log. */
public enum MessageState {
    /** Its answer is not known yet: it is being worked on. */
    RUNNING,
    /** A FHIR provider has the task. */
    DELIVERED,
    /** The gateway has the task, for a hosted provider; its delivery has a state of its own. */
    ACCEPTED,
    /** What was asked for was read. */
    ANSWERED,
    /** It was a repeat, and got the answer that the first had got. */
    REPEATED,
    /** The sender has to mend something. */
    REFUSED,
    /** Nothing was sent and nothing kept: the sender may try again. */
    FAILED,
    /** The task was sent, and nobody knows whether it arrived. */
    UNKNOWN;

    /** Whether a request with the same trace id would be a repeat, as opposed to a new try. */
    public boolean keepsAttempt() {
        return this != FAILED;
    }

    /**
     * Whether the same task with another trace id would be a repeat: where there is a task, or soon may be. After an
     * unknown outcome the provider tells by its identifier; after a refusal there is none, and what was wrong may have
     * been mended.
     */
    public boolean keepsContent() {
        return this == RUNNING || this == DELIVERED || this == ACCEPTED;
    }

    /** Whether a FHIR provider has the task, or may have it. */
    public boolean isSent() {
        return this == DELIVERED || this == UNKNOWN;
    }
}
