package taskgateway.store;

import java.sql.SQLException;
import org.slf4j.Logger;

/** What the log says of a database that failed somebody: in words, and the state by which its own log names it. */
final class Outage {

    private Outage() {
    }

    /**
     * Tells of a failure of somebody who asks again by himself: not of an outage, which those tell whose callers wait, but of
     * what would be the same the next time.
     */
    static void tell(Logger log, SQLException failure) {
        if (away(failure)) {
            log.debug("The database does not answer");
        } else {
            log.warn("The database failed, and is asked again: {}", words(failure));
        }
    }

    /** What happened, on one line; nothing of it came from outside. */
    static String words(Throwable failure) {
        if (failure instanceof Taken) {
            return failure.getMessage();
        }
        if (failure instanceof SQLException sql) {
            return away(sql) ? "the database does not answer" : "SQL state " + sql.getSQLState();
        }
        return "not the database failed, but this program";
    }

    private static boolean away(SQLException failure) {
        String state = failure.getSQLState();
        return state == null || state.startsWith("08") || state.startsWith("57P");
    }
}
