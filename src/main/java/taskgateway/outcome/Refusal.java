package taskgateway.outcome;

/**
 * The one exception by which a stage says that a request fails, and why. It carries the whole outcome and no stack trace:
 * a refusal is an answer, not a fault of the program.
 */
public final class Refusal extends RuntimeException {

    private final transient Outcome outcome;

    public Refusal(Outcome outcome) {
        super(outcome.status() + " " + outcome.codes(), null, false, false);
        this.outcome = outcome;
    }

    public Outcome outcome() {
        return outcome;
    }
}
