package taskgateway.store.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import taskgateway.store.sql.NameLost;
import taskgateway.store.sql.Rows;

/**
 * The end of one audit chain, locked: records are appended to it in the transaction that holds the lock. A gateway has
 * a chain of its own, and operators' commands have one together (specification, section 8: a sequence number shows a
 * removed record; the hash of the record before shows a changed one).
 */
public final class AuditChain implements AutoCloseable {

    /** The name of the chain of operators' commands; a gateway cannot have it. */
    public static final String OPERATORS = "operators";

    /** What the first record of a chain follows. */
    public static final String BEGINNING = "0".repeat(64);

    private static final String LOCK = "select run, last_sequence, last_hash from gateway where name = ? for update";
    private static final String END =
            "update gateway set last_sequence = ?, last_hash = ?, seen_at = current_timestamp where name = ?";

    private static final String RECORD = "select 1 from audit where gateway = ? and sequence = ? and hash = ?";

    /**
     * The end of a chain.
     *
     * @param sequence the number of its last record
     * @param hash     the hash of its last record
     */
    public record End(long sequence, String hash) {
    }

    private final Connection connection;
    private final String name;
    private final AuditRows rows;
    private long sequence;
    private String hash;

    private AuditChain(Connection connection, String name, AuditRows rows, long sequence, String hash) {
        this.connection = connection;
        this.name = name;
        this.rows = rows;
        this.sequence = sequence;
        this.hash = hash;
    }

    /**
     * Locks the end of a chain until the transaction ends.
     *
     * @throws SQLException also when the name is another run's by now: of two processes with one name, the later one
     *         has it
     */
    public static AuditChain lock(Connection connection, String name, String run) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LOCK)) {
            Rows.set(select, name);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next() || !row.getString(1).equals(run)) {
                    throw new NameLost();
                }
                return new AuditChain(connection, name, new AuditRows(connection), row.getLong(2), row.getString(3));
            }
        }
    }

    public void append(AuditRecord record) throws SQLException {
        hash = rows.add(name, ++sequence, Instant.now(), record, hash);
    }

    /** Writes what was appended, and that the gateway lives. */
    public void write() throws SQLException {
        rows.insert();
        try (PreparedStatement update = connection.prepareStatement(END)) {
            Rows.set(update, sequence, hash, name);
            update.executeUpdate();
        }
    }

    /** Where the chain ends with what was appended. */
    public End end() {
        return new End(sequence, hash);
    }

    /** Whether the chain, locked, holds this record: then all that was to be committed with it is there. */
    public boolean holds(End record) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(RECORD)) {
            Rows.set(select, name, record.sequence(), record.hash());
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    @Override
    public void close() throws SQLException {
        rows.close();
    }
}
