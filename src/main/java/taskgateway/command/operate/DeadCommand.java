package taskgateway.command.operate;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import taskgateway.desk.DeadLetterDesk;
import taskgateway.desk.DeadLetterDetails;
import taskgateway.desk.DeadLetterQuery;
import taskgateway.desk.Operator;

/** What could not be handed on and waits for an operator. */
@Command(name = "dead", subcommands = {DeadReplay.class, DeadDiscard.class},
        synopsisSubcommandLabel = "(list | show | replay | discard)",
        description = "Lists, shows, replays and discards what could not be handed on.")
final class DeadCommand {

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
        DeadLetterQuery query = filter.query(common);
        common.listing().table(common.inDatabase(database ->
                new DeadLetterDesk(database).find(query, one.equals("ALL") ? null : one, limit)),
                "id", "kind", "state", "died_at", "from_asid", "provider_ods", "replays", "cause");
        return OperatorCommands.DONE;
    }

    @Command(name = "show", description = {"Shows a dead letter.",
        "With --body also what it carries: that is recorded in the audit trail, with who looked and why."})
    int show(@Mixin OperatorOptions common, @Mixin Actor actor,
            @Parameters(paramLabel = "ID", description = "The dead letter's id.") long id,
            @Option(names = "--body", description = "Show what it carries too; needs --why.") boolean body) {
        Operator operator = body ? actor.operator(common) : null;
        Optional<DeadLetterDetails> letter = common.inDatabase(database -> body
                ? new DeadLetterDesk(database).showWithBody(id, operator) : new DeadLetterDesk(database).show(id));
        if (letter.isEmpty()) {
            common.err().println("there is no dead letter with this id");
            return OperatorCommands.NOT_DONE;
        }
        common.listing().details(List.of(letter.get()), body ? Set.of() : Set.of("headers", "body", "task"));
        return OperatorCommands.DONE;
    }
}
