package taskgateway.command;

/** What the program of a command ends with, the same for a sender's and an operator's. */
public final class ExitStatus {

    /** All was done; of {@code send}: the task is delivered. */
    public static final int OK = 0;

    /** Something was not found, not done or found broken; of {@code send}: the task is refused. */
    public static final int REFUSED = 1;

    /** The command was wrong, or what it needs cannot be used. */
    public static final int FAILED = 2;

    /** The command was given up: nobody knows whether it was done. */
    public static final int UNKNOWN = 3;

    private ExitStatus() {
    }
}
