package taskgateway.store.sql;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Rows as records, whose components are the columns by their names: {@code received_at} is {@code receivedAt}. A
 * component that the query does not select is null.
 */
public final class RowRecords {

    private RowRecords() {
    }

    /** The rows of a query. */
    public static <R extends Record> List<R> of(Connection connection, Class<R> type, String sql, Object... values)
            throws SQLException {
        return Statements.rows(connection, sql, values).stream().map(row -> read(type, row)).toList();
    }

    /** The first row of a query. */
    public static <R extends Record> Optional<R> first(Connection connection, Class<R> type, String sql,
            Object... values) throws SQLException {
        return of(connection, type, sql, values).stream().findFirst();
    }

    /** A row, its columns by name. */
    public static <R extends Record> R read(Class<R> type, Map<String, Object> row) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = Arrays.stream(components).map(it -> row.get(column(it))).toArray();
        try {
            Constructor<R> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.getSimpleName() + " is not as the rows of its query", e);
        }
    }

    /** The columns of a record, by name. */
    public static Map<String, Object> columns(Record row) {
        Map<String, Object> columns = new LinkedHashMap<>();
        for (RecordComponent component : row.getClass().getRecordComponents()) {
            try {
                component.getAccessor().setAccessible(true);
                columns.put(column(component), component.getAccessor().invoke(row));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(row.getClass().getSimpleName() + " cannot be read", e);
            }
        }
        return columns;
    }

    private static String column(RecordComponent component) {
        return component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
