package taskgateway.testkit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import taskgateway.store.audit.ChainCheck;

/** The audit chains of a database, as the operator's command verifies them. */
public final class Chains {

    private Chains() {
    }

    /** What is wrong with them, a line each; nothing when they hold. */
    public static List<String> faults(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        List<String> faults = new ArrayList<>();
        List<String> chains = ChainCheck.chains(connection);
        connection.rollback();
        for (String chain : chains) {
            String fault = ChainCheck.of(connection, chain).fault();
            if (fault != null) {
                faults.add(chain + ": " + fault);
            }
        }
        return faults;
    }
}
