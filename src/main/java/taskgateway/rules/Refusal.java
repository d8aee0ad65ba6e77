package taskgateway.rules;

/**
 * The one exception by which a stage says that a request fails, and why. It carries the whole outcome and no stack trace:
 * a refusal is an answer, not a fault of the program.
 */
public final class Refusal extends RuntimeException {

    private final transient Outcome outcome;
    private final transient Why why;

    public Refusal(Outcome outcome) {
        this(outcome, Why.GATEWAY);
    }

    /**
     * @param why for an operator
     */
    public Refusal(Outcome outcome, Why why) {
        super(outcome.status() + " " + outcome.codes(), null, false, false);
        this.outcome = outcome;
        this.why = why;
    }

    /** The same refusal, by the gateway, with its reason in words for an operator. */
    public Refusal because(String words) {
        return new Refusal(outcome, new Why(false, words));
    }

    public Why why() {
        return why;
    }

    public Outcome outcome() {
        return outcome;
    }
}
