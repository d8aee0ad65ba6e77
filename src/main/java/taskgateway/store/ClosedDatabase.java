package taskgateway.store;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/**
 * An embedded database closes itself when it cannot write, on a full disk for one. Its connections are of no use then, though
 * they look well: each is thrown away as soon as that shows, and the next one opens the database again, which tells what it holds.
 */
public final class ClosedDatabase implements SQLExceptionOverride {

    private static final int CLOSED = 90098;

    @java.lang.Override
    public SQLExceptionOverride.Override adjudicate(SQLException failure) {
        return failure.getErrorCode() == CLOSED ? SQLExceptionOverride.Override.MUST_EVICT
                : SQLExceptionOverride.Override.CONTINUE_EVICT;
    }
}
