package taskgateway.store.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import taskgateway.store.sql.Rows;

/**
 * What an operator's command changes, together with its audit records, in one commit: an action that cannot be recorded
 * does not happen (specification, section 8). The commands have one chain, on whose end several at once wait for each
 * other.
 */
public final class OperatorAction {

    private static final String CHAIN = """
            insert into gateway (name, run, seen_at, last_sequence, last_hash) values (?, ?, current_timestamp, 0, ?)
            on conflict do nothing""";

    private OperatorAction() {
    }

    /** What is changed. */
    public interface AuditedWork<T> {
        /**
         * Changes the database.
         *
         * @param connection neither committed nor closed here
         * @param audit      takes a record for each thing changed
         */
        T in(Connection connection, Consumer<AuditRecord> audit) throws SQLException;
    }

    /**
     * Does the work and records it.
     *
     * @throws SQLException when nothing was done, since the database failed or did not take the record
     */
    public static <T> T doAudited(DataSource database, AuditedWork<T> work) throws SQLException {
        try (Connection connection = database.getConnection()) {
            begin(connection);
            try (AuditChain chain = AuditChain.lock(connection, AuditChain.OPERATORS, AuditChain.OPERATORS)) {
                List<AuditRecord> records = new ArrayList<>();
                T result = work.in(connection, records::add);
                for (AuditRecord done : records) {
                    chain.append(done);
                }
                chain.write();
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        }
    }

    private static void begin(Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(CHAIN)) {
            Rows.set(insert, AuditChain.OPERATORS, AuditChain.OPERATORS, AuditChain.BEGINNING);
            insert.executeUpdate();
        }
        connection.commit();
    }
}
