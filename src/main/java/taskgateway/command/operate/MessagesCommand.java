package taskgateway.command.operate;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import taskgateway.store.sql.Statements;

/** What came in and what became of it. */
@Command(name = "messages", synopsisSubcommandLabel = "(list | show)",
        description = "Lists and shows what came in and what became of it.")
final class MessagesCommand {

    private static final String LIST = """
            select m.received_at, m.state, m.status, m.outcome, d.state as delivery, m.via, m.trace_id, m.from_asid, m.provider_ods,
                m.identifier, m.task_id, m.id
            from message m left join delivery d on d.task_id = m.task_id""";
    private static final String SHOW = """
            select m.id, m.received_at, m.answered_at, m.state, m.status, m.outcome, m.refused_by, m.reason, m.via,
                m.interaction, m.trace_id, m.from_asid, m.to_asid, m.provider_ods, m.transport, m.task_id, m.identifier, d.state as delivery, d.sequence as delivery_number,
                d.attempts, d.replays, case when d.state in ('PENDING', 'IN_DOUBT') then d.next_attempt_at end as next_attempt_at,
                d.delivered_at, d.last_failure, l.id as dead_letter, l.state as dead_state, l.cause as dead_cause%s
            from message m left join delivery d on d.task_id = m.task_id left join task t on t.id = m.task_id
                left join dead_letter l on l.delivery = d.sequence or l.trace_id = m.trace_id and l.from_asid = m.from_asid
            where m.id = ? or m.trace = ? order by m.received_at, l.id""";

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    @Command(name = "list", description = "Lists messages, the newest first.")
    int list(@Mixin OperatorOptions common, @Mixin MessageFilter filter,
            @Option(names = "--limit", paramLabel = "N", defaultValue = "50",
                    description = "At most so many (default: ${DEFAULT-VALUE}).") int limit) {
        SqlConditions where = filter.where(common);
        common.listing().table(common.read(connection -> Statements.rows(connection,
                LIST + where.sql() + " order by m.received_at desc fetch first " + Math.max(1, limit) + " rows only",
                where.values())),
                "received_at", "state", "status", "delivery", "via", "provider_ods", "id", "outcome");
        return OperatorCommands.DONE;
    }

    @Command(name = "show",
            description = {"Shows a message and the delivery of its task; of a trace id, each message that had it.",
        "With --body also the stored task and the answer: that is recorded in the audit trail, with who looked and"
        + " why."})
    int show(@Mixin OperatorOptions common, @Mixin Actor actor,
            @Parameters(paramLabel = "ID|TRACE", description = "The message's id, or a trace id.") String name,
            @Option(names = "--body", description = "Show the task and the answer too; needs --why.") boolean body) {
        UUID id = Statements.uuid(name);
        List<Map<String, Object>> rows =
                actor.findRows(common, body, SHOW.formatted(body ? ", t.body as task, m.answer_body as answer" : ""),
                id, id);
        if (rows.isEmpty()) {
            common.err().println("there is no message with this id or trace id");
            return OperatorCommands.NOT_DONE;
        }
        common.listing().details(rows);
        return OperatorCommands.DONE;
    }
}
