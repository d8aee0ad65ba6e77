package taskgateway.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** Recomputes every audit chain of a database, as somebody would who trusts nothing but the records. */
public final class ChainCheck {

    private ChainCheck() {
    }

    /** What is wrong with the chains, a line each; nothing when they hold. */
    public static List<String> faults(Connection connection) throws SQLException {
        List<String> faults = new ArrayList<>();
        try (PreparedStatement chains = connection.prepareStatement("select name, last_sequence, last_hash from gateway");
                ResultSet chain = chains.executeQuery()) {
            while (chain.next()) {
                check(connection, chain.getString(1), chain.getLong(2), chain.getString(3), faults);
            }
        }
        return faults;
    }

    private static void check(Connection connection, String gateway, long end, String endHash, List<String> faults)
            throws SQLException {
        String sql = "select " + String.join(", ", AuditRows.COLUMNS) + ", previous_hash, hash from audit where gateway = ? order by sequence";
        long sequence = 0;
        String hash = AuditChain.BEGINNING;
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, gateway);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    sequence++;
                    if (row.getLong("sequence") != sequence || !row.getString("previous_hash").equals(hash)) {
                        faults.add("the audit chain of " + gateway + " has a gap at " + sequence);
                        return;
                    }
                    hash = AuditRows.hash(hash, values(row));
                    if (!hash.equals(row.getString("hash"))) {
                        faults.add("the audit record " + sequence + " of " + gateway + " was changed");
                        return;
                    }
                }
            }
        }
        if (sequence != end || !hash.equals(endHash)) {
            faults.add("the audit chain of " + gateway + " ends at " + sequence + ", not at " + end);
        }
    }

    private static List<Object> values(ResultSet row) throws SQLException {
        List<Object> values = new ArrayList<>();
        for (int i = 1; i <= AuditRows.COLUMNS.size(); i++) {
            int type = row.getMetaData().getColumnType(i);
            boolean time = type == Types.TIMESTAMP_WITH_TIMEZONE || type == Types.TIMESTAMP;
            values.add(time ? row.getObject(i, OffsetDateTime.class).toInstant() : row.getObject(i));
        }
        return values;
    }
}
