package taskgateway.command.operate;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import taskgateway.store.sql.Statements;

/** What could not be handed on and waits for an operator. */
@Command(name = "dead", subcommands = {DeadReplay.class, DeadDiscard.class},
        synopsisSubcommandLabel = "(list | show | replay | discard)",
        description = "Lists, shows, replays and discards what could not be handed on.")
final class DeadCommand {

    private static final String LIST = """
            select l.id, l.kind, l.state, l.died_at, l.provider_ods, l.cause, l.replays, l.from_asid, l.trace_id, d.task_id
            from dead_letter l left join delivery d on d.sequence = l.delivery""";
    private static final String SHOW = """
            select l.id, l.kind, l.state, l.died_at, l.cause, l.provider_ods, l.from_asid, l.trace_id, l.replays, l.acted_at, l.acted_by,
                l.acted_why, d.sequence as delivery_number, d.task_id, d.state as delivery, d.attempts, d.last_failure, l.sent_at,
                l.reply_to, l.correlation_id%s
            from dead_letter l left join delivery d on d.sequence = l.delivery left join task t on t.id = d.task_id
            where l.id = ?""";

    private static final List<String> STATES = List.of("DEAD", "WAITING", "REPLAYING", "REPLAYED", "DISCARDED", "ALL");

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    @Command(name = "list", description = "Lists dead letters, the oldest first.")
    int list(@Mixin OperatorOptions common, @Mixin DeadFilter filter,
            @Option(names = "--state", paramLabel = "STATE", defaultValue = "DEAD",
                    description =
                            "DEAD, WAITING, REPLAYING, REPLAYED, DISCARDED or ALL (default:"
                            + " ${DEFAULT-VALUE}).") String state,
            @Option(names = "--limit", paramLabel = "N", defaultValue = "50",
                    description = "At most so many (default: ${DEFAULT-VALUE}).") int limit) {
        String one = state.toUpperCase(Locale.ROOT);
        if (!STATES.contains(one)) {
            throw common.usageFault("--state is none of " + String.join(", ", STATES));
        }
        SqlConditions where = filter.where(common).and("l.state = ?", one.equals("ALL") ? null : one);
        common.listing().table(common.read(connection -> Statements.rows(connection,
                LIST + where.sql() + " order by l.died_at fetch first " + Math.max(1, limit) + " rows only",
                where.values())),
                "id", "kind", "state", "died_at", "from_asid", "provider_ods", "replays", "cause");
        return OperatorCommands.DONE;
    }

    @Command(name = "show", description = {"Shows a dead letter.",
        "With --body also what it carries: that is recorded in the audit trail, with who looked and why."})
    int show(@Mixin OperatorOptions common, @Mixin Actor actor,
            @Parameters(paramLabel = "ID", description = "The dead letter's id.") long id,
            @Option(names = "--body", description = "Show what it carries too; needs --why.") boolean body) {
        List<Map<String, Object>> rows =
                actor.findRows(common, body, SHOW.formatted(body ? ", l.headers, l.body, t.body as task" : ""), id);
        if (rows.isEmpty()) {
            common.err().println("there is no dead letter with this id");
            return OperatorCommands.NOT_DONE;
        }
        rows.forEach(row -> row.computeIfPresent("body", (name, bytes) ->
                new String(Base64.getDecoder().decode((String) bytes), StandardCharsets.UTF_8)));
        common.listing().details(rows);
        return OperatorCommands.DONE;
    }
}
