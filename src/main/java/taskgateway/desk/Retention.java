package taskgateway.desk;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import taskgateway.store.audit.OperatorAction;

/**
 * Removes all that is old, bodies first: never what is not delivered yet or waits for an operator, and nothing of the
 * audit trail, which says what was removed.
 *
 * @param ages how old it must be
 * @param now  from when its age is counted
 */
public record Retention(RetentionAges ages, Instant now) {

    /** How much would be removed, by what it is. */
    public Map<String, Long> count(DataSource database) throws SQLException {
        Map<String, Long> counts = new LinkedHashMap<>();
        try (Connection connection = database.getConnection()) {
            for (Removal removal : removals()) {
                counts.put(removal.name(), removal.count(connection, olderThan(removal)));
            }
        }
        return counts;
    }

    /** Removes it, recorded before and after; how much, by what it is. */
    public Map<String, Long> remove(DataSource database, Operator operator) throws SQLException {
        record(database, operator, "retention" + ages.asOptions());
        return removeAfterRecord(database, operator, () -> true);
    }

    /**
     * The same, where the beginning is recorded already.
     *
     * @param goesOn asked before each commit
     */
    Map<String, Long> removeAfterRecord(DataSource database, Operator operator, BooleanSupplier goesOn)
            throws SQLException {
        Map<String, Long> removed = new LinkedHashMap<>();
        for (Removal removal : removals()) {
            removed.put(removal.name(), removal.removeAll(database, olderThan(removal), goesOn));
        }
        record(database, operator, describe(removed));
        return removed;
    }

    /** What was removed, for the audit trail and the log. */
    static String describe(Map<String, Long> removed) {
        return removed.entrySet().stream().map(kind -> kind.getValue() + " " + kind.getKey())
                .collect(Collectors.joining(", ", "retention has removed ", ""));
    }

    private static void record(DataSource database, Operator operator, String action) throws SQLException {
        OperatorAction.doAudited(database, (connection, audit) -> {
            audit.accept(operator.record(action));
            return null;
        });
    }

    private List<Removal> removals() {
        List<Removal> removals = new ArrayList<>(ages.bodies().isPresent() ? Removal.BODIES : List.of());
        removals.addAll(ages.records().isPresent() ? Removal.RECORDS : List.of());
        return removals;
    }

    private Instant olderThan(Removal removal) {
        return now.minus((Removal.BODIES.contains(removal) ? ages.bodies() : ages.records()).orElseThrow());
    }
}
