package taskgateway.testkit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Looks into a gateway's database from outside, and damages it. */
public final class Records {

    private final String url;
    private final String user;

    public Records(RunningGateway gateway) {
        this(gateway.settings());
    }

    /** Those of the gateway with these settings. */
    public Records(Map<String, String> settings) {
        this.url = settings.get("gateway.database.url");
        this.user = settings.getOrDefault("gateway.database.user", "gateway");
    }

    /** The only audit record of a trace id, column values by name in lower case. */
    public Map<String, Object> audit(String traceId) throws SQLException {
        List<Map<String, Object>> rows = rows("select * from audit where trace_id = ?", traceId);
        if (rows.size() != 1) {
            throw new AssertionError(rows.size() + " audit records of " + traceId);
        }
        return rows.get(0);
    }

    /** The first column of the first row, a number. */
    public long number(String sql, Object... values) throws SQLException {
        return ((Number) rows(sql, values).get(0).values().iterator().next()).longValue();
    }

    public List<Map<String, Object>> rows(String sql, Object... values) throws SQLException {
        try (Connection connection = open(); PreparedStatement select = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                select.setObject(i + 1, values[i]);
            }
            List<Map<String, Object>> rows = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Map<String, Object> columns = new LinkedHashMap<>();
                    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                        columns.put(row.getMetaData().getColumnName(i).toLowerCase(Locale.ROOT), row.getObject(i));
                    }
                    rows.add(columns);
                }
            }
            return rows;
        }
    }

    public void execute(String sql) throws SQLException {
        try (Connection connection = open(); PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.execute();
        }
    }

    /** A connection of the gateway's user, to be closed by the caller. */
    public Connection open() throws SQLException {
        return DriverManager.getConnection(url, user, "");
    }
}
