package taskgateway.command.operate;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import taskgateway.desk.DeadLetterDesk;
import taskgateway.desk.DeadLetterDetails;
import taskgateway.desk.DeadLetterQuery;
import taskgateway.desk.Operator;
import taskgateway.directory.Provider;

/** What could not be handed on and waits for an operator. */
@Command(name = "dead", synopsisSubcommandLabel = "(list | show | replay | discard)",
        description = "Lists, shows, replays and discards what could not be handed on.")
final class DeadCommand {

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
        boolean all = one.equals("ALL");
        if (!all && !DeadLetterQuery.STATES.contains(one)) {
            throw common.usageFault("--state is none of " + String.join(", ", DeadLetterQuery.STATES) + ", ALL");
        }
        DeadLetterQuery query = filter.query(common);
        common.listing().table(common.inDatabase(database ->
                new DeadLetterDesk(database).find(query, all ? null : one, limit)),
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

    /** The running gateways do it, or the next one that starts. */
    @Command(name = "replay",
            description = {"Has a gateway deliver hosted tasks again, and work on JMS messages again.",
        "A message's sender gets its outcome then; a gateway that runs does it within a second or two."})
    int replay(@Mixin OperatorOptions common, @Mixin Actor actor, @Mixin DeadChoice choice,
            @Option(names = "--again", description = "Also what was replayed before and died again.") boolean again) {
        Operator operator = actor.operator(common);
        Set<String> hosted = common.providers().values().stream().filter(it -> it.transport().hosted())
                .map(Provider::ods).collect(Collectors.toSet());
        return choice.act(common, "Replay", (desk, ids) ->
                desk.replay(ids, again ? ids : confirmed(common, desk.replaysBefore(ids)), hosted, operator));
    }

    /** Of each that was replayed before it is asked. */
    private static List<Long> confirmed(OperatorOptions common, Map<Long, Integer> replaysBefore) {
        return replaysBefore.entrySet().stream().filter(before -> common.question().ask("Dead letter "
                + before.getKey() + " has been replayed " + before.getValue() + " times already. Once more?")
                .orElse(false)).map(Map.Entry::getKey).toList();
    }

    @Command(name = "discard", description = {"Gives up what could not be handed on, for good.",
        "A hosted task that is discarded never reaches its provider: its sender believes that it was taken, so tell"
        + " them."})
    int discard(@Mixin OperatorOptions common, @Mixin Actor actor, @Mixin DeadChoice choice) {
        Operator operator = actor.operator(common);
        return choice.act(common, "Discard", (desk, ids) -> desk.discard(ids, operator));
    }
}
