package taskgateway.store;

import java.sql.SQLException;
import org.slf4j.Logger;

/** A database that failed somebody who asks again by himself: an outage is told by those whose callers wait. */
final class Outage {

    private Outage() {
    }

    /** Tells of what is no outage, and would be the same the next time. */
    static void tell(Logger log, SQLException failure) {
        String state = failure.getSQLState();
        if (state == null || state.startsWith("08") || state.startsWith("57P")) {
            log.debug("The database does not answer");
        } else {
            log.warn("The database failed, and is asked again: SQL state {}", state);
        }
    }
}
