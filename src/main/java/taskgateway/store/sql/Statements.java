package taskgateway.store.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Statements whose results are read as a whole: what an operator asks for, a page of it at most. */
public final class Statements {

    private Statements() {
    }

    /**
     * The rows of a query, each its columns in their order by name in lower case: texts, numbers, truth values,
     * instants, null.
     */
    public static List<Map<String, Object>> rows(Connection connection, String sql, Object... values)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            Rows.set(select, values);
            List<Map<String, Object>> rows = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                ResultSetMetaData columns = row.getMetaData();
                while (row.next()) {
                    Map<String, Object> read = new LinkedHashMap<>();
                    for (int i = 1; i <= columns.getColumnCount(); i++) {
                        read.put(columns.getColumnLabel(i).toLowerCase(Locale.ROOT),
                                value(row, i, columns.getColumnType(i)));
                    }
                    rows.add(read);
                }
            }
            return rows;
        }
    }

    /** The first row of a query. */
    public static Optional<Map<String, Object>> first(Connection connection, String sql, Object... values)
            throws SQLException {
        return rows(connection, sql, values).stream().findFirst();
    }

    /** Executes an update; how many rows it changed. */
    public static int update(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            Rows.set(update, values);
            return update.executeUpdate();
        }
    }

    /** A text as the value of a UUID column; null where it is no UUID. */
    public static UUID uuid(String text) {
        try {
            UUID uuid = text == null ? null : UUID.fromString(text);
            return uuid != null && uuid.toString().equalsIgnoreCase(text) ? uuid : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static Object value(ResultSet row, int column, int type) throws SQLException {
        if (type == Types.CLOB) {
            return row.getString(column);
        }
        Object value = row.getObject(column);
        if (value instanceof OffsetDateTime time) {
            return time.toInstant();
        }
        return value instanceof Timestamp time ? time.toInstant() : value;
    }
}
