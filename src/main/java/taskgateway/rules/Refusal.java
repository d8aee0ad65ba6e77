package taskgateway.rules;

/**
 * The one exception by which a stage says that a request fails, and why. It carries the whole outcome and no stack
 * trace: a refusal is an answer, not a fault of the program.
 */
public final class Refusal extends RuntimeException {

    private final transient Outcome outcome;
    private final transient RefusalCause why;

    public Refusal(Outcome outcome) {
        this(outcome, RefusalCause.GATEWAY);
    }

    /**
     * @param why for an operator
     */
    public Refusal(Outcome outcome, RefusalCause why) {
        super(outcome.status() + " " + outcome.codes(), null, false, false);
        this.outcome = outcome;
        this.why = why;
    }

    /** The same refusal, by the gateway, with its reason in words for an operator. */
    public Refusal because(String words) {
        return new Refusal(outcome, new RefusalCause(false, words));
    }

    public RefusalCause why() {
        return why;
    }

    public Outcome outcome() {
        return outcome;
    }
}
