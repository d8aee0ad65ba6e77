package taskgateway.desk;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import taskgateway.directory.Provider;
import taskgateway.store.FhirProviders;
import taskgateway.store.sql.RowRecords;
import taskgateway.store.sql.Statements;

/** What an operator is told of each provider: of the directory, and of those besides that the database knows. */
final class ProviderRows {

    private static final String DELIVERIES = """
            select d.provider_ods as ods, d.state, count(*) as n, min(t.received_at) as oldest
            from delivery d join task t on t.id = d.task_id where d.state in ('PENDING', 'SENDING', 'IN_DOUBT')
            group by d.provider_ods, d.state""";
    private static final String LETTERS = """
            select provider_ods as ods, state, count(*) as n from dead_letter
            where state in ('WAITING', 'DEAD') and provider_ods is not null group by provider_ods, state""";
    private static final String HOSTED =
            "select ods, failures, failing_since, retry_at, paused_at, paused_by, paused_why from provider";

    private final Map<String, Provider> directory;
    private final Map<String, Map<String, Object>> rows = new LinkedHashMap<>();

    private ProviderRows(Map<String, Provider> directory) {
        this.directory = directory;
        directory.keySet().forEach(this::row);
    }

    /** A row for each. */
    static List<ProviderState> of(Map<String, Provider> directory, Connection connection) throws SQLException {
        ProviderRows all = new ProviderRows(directory);
        Statements.rows(connection, HOSTED).forEach(row -> all.row((String) row.get("ods")).putAll(row));
        Statements.rows(connection, DELIVERIES).forEach(all::addDeliveries);
        Statements.rows(connection, LETTERS).forEach(row -> all.row((String) row.get("ods"))
                .put(row.get("state").equals("DEAD") ? "dead" : "waiting", row.get("n")));
        FhirProviders.seen(connection).stream()
                .collect(Collectors.groupingBy(row -> (String) row.get("ods"), TreeMap::new, Collectors.toList()))
                .forEach((ods, seen) -> addSeen(all.row(ods), seen));
        return all.rows.values().stream().map(row -> {
            row.put("now", now(row));
            return RowRecords.read(ProviderState.class, row);
        }).toList();
    }

    private Map<String, Object> row(String ods) {
        return rows.computeIfAbsent(ods, name -> {
            Provider provider = directory.get(name);
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("ods", name);
            row.put("transport", provider == null ? null : provider.transport().name());
            row.put("directory", provider == null ? "not there" : provider.retired() ? "retired" : "there");
            List.of("pending", "sending", "in_doubt", "waiting", "dead").forEach(count -> row.put(count, 0L));
            return row;
        });
    }

    private void addDeliveries(Map<String, Object> deliveries) {
        Map<String, Object> row = row((String) deliveries.get("ods"));
        row.put(((String) deliveries.get("state")).toLowerCase(Locale.ROOT), deliveries.get("n"));
        long seconds = Duration.between((Instant) deliveries.get("oldest"), Instant.now()).toSeconds();
        row.merge("oldest_seconds", seconds, (one, other) -> Math.max((Long) one, (Long) other));
    }

    /** Each gateway has a breaker of its own: the worst of them is told, and all where they differ. */
    private static void addSeen(Map<String, Object> row, List<Map<String, Object>> seen) {
        List<String> states = List.of("CLOSED", "HALF_OPEN", "OPEN");
        Map<String, Object> worst = seen.stream()
                .max(Comparator.comparingInt(it -> states.indexOf((String) it.get("breaker")))).orElseThrow();
        row.put("breaker", worst.get("breaker"));
        row.put("breaker_since", worst.get("breaker_since"));
        row.put("failing_since", seen.stream().map(it -> (Instant) it.get("failing_since")).filter(Objects::nonNull)
                .min(Instant::compareTo).orElse(null));
        row.put("breakers", seen.stream().map(it -> it.get("gateway") + " " + it.get("breaker"))
                .collect(Collectors.joining(", ")));
    }

    private static String now(Map<String, Object> row) {
        List<String> words = new ArrayList<>();
        if (!row.get("directory").equals("there")) {
            words.add(row.get("directory").equals("retired") ? "retired" : "not in the directory");
        }
        if (row.get("paused_at") != null) {
            words.add("paused since " + time(row.get("paused_at")));
        }
        if ("OPEN".equals(row.get("breaker"))) {
            words.add("not called");
        }
        if (row.get("failing_since") != null) {
            words.add("fails since " + time(row.get("failing_since")));
        }
        return String.join(", ", words);
    }

    private static String time(Object instant) {
        return ((Instant) instant).truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
