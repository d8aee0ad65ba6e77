package taskgateway.operate;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import taskgateway.store.OperatorAction;

/** Removes what is old. */
@Command(name = "retention", description = {"Removes what is old: bodies, and records of what is done, each older than its own age.",
    "Never what is not delivered yet or waits for an operator, and nothing of the audit trail."})
final class RetentionCommand implements Callable<Integer> {

    @Mixin
    private Common common;

    @Mixin
    private Actor actor;

    @Option(names = "--bodies-older-than", paramLabel = "AGE", converter = Times.Age.class,
            description = "Remove bodies of this age: 90d. The records of them stay.")
    private Duration bodies;

    @Option(names = "--metadata-older-than", paramLabel = "AGE", converter = Times.Age.class,
            description = "Remove records of this age: 400d, of messages, tasks and dead letters.")
    private Duration metadata;

    @Option(names = "--dry-run", description = "Say what would be removed.")
    private boolean dry;

    @Override
    public Integer call() {
        if (bodies == null && metadata == null) {
            throw common.wrong("say --bodies-older-than, --metadata-older-than or both");
        }
        if (metadata != null && metadata.compareTo(common.place().repeatKeep()) < 0) {
            throw common.wrong("--metadata-older-than is less than gateway.repeat.keep-hours: a repeat would be taken for a new task");
        }
        if (!dry) {
            actor.check(common);
        }
        common.listing().table(common.inDatabase(dry ? this::count : this::remove));
        return Operator.DONE;
    }

    private List<Map<String, Object>> count(DataSource database) throws SQLException {
        Instant now = Instant.now();
        List<Map<String, Object>> rows = new ArrayList<>();
        try (Connection connection = database.getConnection()) {
            for (Removal removal : removals()) {
                rows.add(row(removal, removal.count(connection, now.minus(age(removal)))));
            }
        }
        return rows;
    }

    private List<Map<String, Object>> remove(DataSource database) throws SQLException {
        Instant now = Instant.now();
        record(database, "retention" + said("--bodies-older-than", bodies) + said("--metadata-older-than", metadata));
        List<Map<String, Object>> rows = new ArrayList<>();
        StringBuilder removed = new StringBuilder("retention has removed");
        for (Removal removal : removals()) {
            long count = removal.all(database, now.minus(age(removal)));
            rows.add(row(removal, count));
            removed.append(rows.size() == 1 ? " " : ", ").append(count).append(' ').append(removal.name());
        }
        record(database, removed.toString());
        return rows;
    }

    /** Before anything is removed, and after. */
    private void record(DataSource database, String action) throws SQLException {
        OperatorAction.audited(database, (connection, audit) -> {
            audit.accept(actor.record(action, Map.of()));
            return null;
        });
    }

    private List<Removal> removals() {
        List<Removal> removals = new ArrayList<>(bodies == null ? List.of() : Removal.BODIES);
        removals.addAll(metadata == null ? List.of() : Removal.METADATA);
        return removals;
    }

    private Duration age(Removal removal) {
        return Removal.BODIES.contains(removal) ? bodies : metadata;
    }

    private static Map<String, Object> row(Removal removal, long count) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("what", removal.name());
        row.put("count", count);
        return row;
    }

    private static String said(String option, Duration age) {
        return age == null ? "" : " " + option + " " + age;
    }
}
