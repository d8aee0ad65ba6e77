package taskgateway.desk;

/** What an operator asked for was not done: what it was to be done to is not there, or is not fit for it. */
public final class NotDone extends RuntimeException {

    /** @param why for the operator, in one line */
    NotDone(String why) {
        super(why);
    }
}
