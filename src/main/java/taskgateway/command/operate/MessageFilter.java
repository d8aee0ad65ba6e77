package taskgateway.command.operate;

import java.time.Instant;
import java.util.Locale;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import taskgateway.desk.MessageQuery;

/** Which messages an operator asks for. */
final class MessageFilter {

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

    MessageQuery query(OperatorOptions common) {
        return new MessageQuery(trace, identifier, provider, from, state(common), task.query(common), since, until);
    }

    private String state(OperatorOptions common) {
        String name = state == null ? null : state.toUpperCase(Locale.ROOT).replace('-', '_');
        if (name != null && !MessageQuery.STATES.contains(name)) {
            throw common.usageFault("--state is none of " + String.join(", ", MessageQuery.STATES));
        }
        return name;
    }
}
