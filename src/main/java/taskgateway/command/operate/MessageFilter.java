package taskgateway.command.operate;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import taskgateway.store.journal.MessageState;
import taskgateway.store.sql.Statements;

/** Which messages an operator asks for. */
final class MessageFilter {

    private static final Set<String> STATES = states();

    @Option(names = "--trace", paramLabel = "ID", description = "With this trace id.")
    private String trace;

    @Option(names = "--identifier", paramLabel = "VALUE",
            description = "About the task with this identifier: its value, or system|value.")
    private String identifier;

    @Option(names = "--provider", paramLabel = "ODS", description = "For this provider.")
    private String provider;

    @Option(names = "--from", paramLabel = "ASID", description = "Of this sender.")
    private String from;

    @Option(names = "--state", paramLabel = "STATE",
            description = "In this state, of the message (RUNNING, DELIVERED, ACCEPTED, ANSWERED,"
            + " REPEATED, REFUSED, FAILED, UNKNOWN) or of the delivery of its task (PENDING, SENDING, IN_DOUBT,"
            + " DELIVERED, DEAD, DISCARDED).")
    private String state;

    @Mixin
    private TaskFilter task = new TaskFilter();

    @Option(names = "--since", paramLabel = "TIME", converter = Times.Point.class,
            description = "Received at or after: 2026-11-24, 2026-11-24T08:30, or 3h (ago).")
    private Instant since;

    @Option(names = "--until", paramLabel = "TIME", converter = Times.Point.class, description = "Received before.")
    private Instant until;

    SqlConditions where(OperatorOptions common) {
        UUID uuid = Statements.uuid(trace);
        return task.where(common).and("m.trace = ?", uuid).and("m.trace_id = ?", uuid == null ? trace : null)
                .and("(m.identifier = ? or substring(m.identifier from position('|' in m.identifier) + 1) = ?)",
                        identifier)
                .and("m.provider_ods = ?", provider).and("m.from_asid = ?", from)
                .and("(m.state = ? or d.state = ?)", state(common))
                .and("m.received_at >= ?", since).and("m.received_at < ?", until);
    }

    private String state(OperatorOptions common) {
        String name = state == null ? null : state.toUpperCase(Locale.ROOT).replace('-', '_');
        if (name != null && !STATES.contains(name)) {
            throw common.usageFault("--state is none of " + String.join(", ", STATES));
        }
        return name;
    }

    private static Set<String> states() {
        Set<String> states =
                Arrays.stream(MessageState.values()).map(Enum::name).collect(Collectors.toCollection(TreeSet::new));
        states.addAll(Set.of("PENDING", "SENDING", "IN_DOUBT", "DEAD", "DISCARDED"));
        return states;
    }
}
