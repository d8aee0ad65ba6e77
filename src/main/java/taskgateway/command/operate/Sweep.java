package taskgateway.command.operate;

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

/**
 * One removal of all that is old, bodies first.
 *
 * @param ages how old it must be
 * @param now  from when its age is counted
 */
record Sweep(Ages ages, Instant now) {

    /** How much would be removed of each kind. */
    Map<String, Long> count(DataSource database) throws SQLException {
        Map<String, Long> counts = new LinkedHashMap<>();
        try (Connection connection = database.getConnection()) {
            for (Removal removal : removals()) {
                counts.put(removal.name(), removal.count(connection, olderThan(removal)));
            }
        }
        return counts;
    }

    /**
     * Removes it; how much of each kind.
     *
     * @param goesOn asked before each commit
     */
    Map<String, Long> remove(DataSource database, BooleanSupplier goesOn) throws SQLException {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (Removal removal : removals()) {
            counts.put(removal.name(), removal.removeAll(database, olderThan(removal), goesOn));
        }
        return counts;
    }

    /** What was removed, for the audit trail and the log. */
    static String describeRemoved(Map<String, Long> removed) {
        return removed.entrySet().stream().map(kind -> kind.getValue() + " " + kind.getKey())
                .collect(Collectors.joining(", ", "retention has removed ", ""));
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
