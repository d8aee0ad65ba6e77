package taskgateway.command.operate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import taskgateway.desk.Operator;
import taskgateway.desk.Retention;
import taskgateway.desk.RetentionAges;

/** Removes what is old. */
@Command(name = "retention",
        description = {"Removes what is old: bodies, and records of what is done, each older than its own age.",
    "Never what is not delivered yet or waits for an operator, and nothing of the audit trail. A gateway does the same"
    + " by itself once a day where gateway.retention.bodies-days or gateway.retention.records-days is set."})
final class RetentionCommand implements Callable<Integer> {

    @Mixin
    private OperatorOptions common;

    @Mixin
    private Actor actor;

    @Option(names = "--bodies-older-than", paramLabel = "AGE", converter = Times.Age.class,
            description = "Remove bodies of this age: 90d. The records of them stay.")
    private Duration bodies;

    @Option(names = {"--records-older-than", "--metadata-older-than"}, paramLabel = "AGE", converter = Times.Age.class,
            description = "Remove records of this age: 400d, of messages, tasks and dead letters.")
    private Duration records;

    @Option(names = "--dry-run", description = "Say what would be removed.")
    private boolean dry;

    @Option(names = "--yes", description = "Do not ask, for scripts. It asks where an age is below seven days.")
    private boolean yes;

    @Override
    public Integer call() {
        RetentionAges ages = new RetentionAges(Optional.ofNullable(bodies), Optional.ofNullable(records));
        if (ages.none()) {
            throw common.usageFault("say --bodies-older-than, --records-older-than or both");
        }
        try {
            ages.refuseShorterThan(common.access().repeatKeep(), "--bodies-older-than", "--records-older-than");
        } catch (IllegalArgumentException e) {
            throw common.usageFault(e.getMessage());
        }
        Operator operator = dry ? null : actor.operator(common);
        if (!dry && ages.young().isPresent() && !yes
                && !common.confirms("Remove what is older than " + inWords(ages.young().get()) + "?", "--yes")) {
            return OperatorCommands.NOT_DONE;
        }
        Retention retention = new Retention(ages, Instant.now());
        common.listing().rows(rows(common.inDatabase(
                database -> dry ? retention.count(database) : retention.remove(database, operator))));
        return OperatorCommands.DONE;
    }

    private static String inWords(Duration age) {
        return age.toDays() > 1 ? age.toDays() + " days" : age.toHours() + " hours";
    }

    private static List<Map<String, Object>> rows(Map<String, Long> counts) {
        List<Map<String, Object>> rows = new ArrayList<>();
        counts.forEach((what, count) -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("what", what);
            row.put("count", count);
            rows.add(row);
        });
        return rows;
    }
}
