package taskgateway.desk;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/** Conditions of a query, each only where its option was given, and their values. */
final class Conditions {

    private final List<String> conditions = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    /** Every question mark of the condition stands for the value. Null adds no condition. */
    Conditions and(String condition, Object value) {
        if (value != null) {
            conditions.add(condition);
            condition.chars().filter(c -> c == '?').forEach(mark -> values.add(value));
        }
        return this;
    }

    /** A column has one of these values. An empty collection fits no row; null adds no condition. */
    Conditions in(String column, Collection<?> anyOf) {
        if (anyOf != null && anyOf.isEmpty()) {
            conditions.add("1 = 0");
        } else if (anyOf != null) {
            conditions.add(column + " in (" + String.join(", ", Collections.nCopies(anyOf.size(), "?")) + ")");
            values.addAll(anyOf);
        }
        return this;
    }

    /** A condition that these columns are among those that another finds; where that has no condition there is none. */
    Conditions among(String columns, String select, Conditions other) {
        if (!other.conditions.isEmpty()) {
            conditions.add(columns + " in (" + select + other.sql() + ")");
            values.addAll(other.values);
        }
        return this;
    }

    boolean isEmpty() {
        return conditions.isEmpty();
    }

    /** Ready to be put behind the tables of a select; empty when there is no condition. */
    String sql() {
        return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
    }

    Object[] values() {
        return values.toArray();
    }
}
