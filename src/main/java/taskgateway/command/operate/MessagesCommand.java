package taskgateway.command.operate;

import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import taskgateway.desk.MessageDetails;
import taskgateway.desk.MessageLog;
import taskgateway.desk.MessageQuery;
import taskgateway.desk.Operator;

/** What came in and what became of it. */
@Command(name = "messages", synopsisSubcommandLabel = "(list | show)",
        description = "Lists and shows what came in and what became of it.")
final class MessagesCommand {

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    @Command(name = "list", description = "Lists messages, the newest first.")
    int list(@Mixin OperatorOptions common, @Mixin MessageFilter filter,
            @Option(names = "--limit", paramLabel = "N", defaultValue = "50",
                    description = "At most so many (default: ${DEFAULT-VALUE}).") int limit) {
        MessageQuery query = filter.query(common);
        common.listing().table(common.inDatabase(database -> new MessageLog(database).find(query, limit)),
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
        Operator operator = body ? actor.operator(common) : null;
        List<MessageDetails> rows = common.inDatabase(database -> body
                ? new MessageLog(database).showWithBodies(name, operator) : new MessageLog(database).show(name));
        if (rows.isEmpty()) {
            common.err().println("there is no message with this id or trace id");
            return OperatorCommands.NOT_DONE;
        }
        common.listing().details(rows, body ? Set.of() : Set.of("task", "answer"));
        return OperatorCommands.DONE;
    }
}
