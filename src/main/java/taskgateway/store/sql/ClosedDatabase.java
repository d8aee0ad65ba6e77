package taskgateway.store.sql;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/**
 * An embedded database closes itself when it cannot write, on a full disk for one, or ends its connections. They are of
 * no use then, though they look well: each is thrown away as soon as that shows, and the next one opens the database
 * again, which tells what it holds.
 */
public final class ClosedDatabase implements SQLExceptionOverride {

    /**
     * H2's own errors, of which a closed database is one; those of the SQL standard, as that a row is there already,
     * are less.
     */
    private static final int OF_THE_DATABASE = 90_000;

    @java.lang.Override
    public SQLExceptionOverride.Override adjudicate(SQLException failure) {
        return failure.getErrorCode() >= OF_THE_DATABASE ? SQLExceptionOverride.Override.MUST_EVICT
                : SQLExceptionOverride.Override.CONTINUE_EVICT;
    }
}
