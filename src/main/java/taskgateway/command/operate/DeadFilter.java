package taskgateway.command.operate;

import java.time.Instant;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import taskgateway.desk.DeadLetterQuery;

/** Which dead letters an operator means. */
final class DeadFilter {

    @Option(names = "--provider", paramLabel = "ODS", description = "For this provider.")
    private String provider;

    @Option(names = "--from", paramLabel = "ASID", description = "Of this sender.")
    private String from;

    @Option(names = "--trace", paramLabel = "ID", description = "With this trace id.")
    private String trace;

    @Option(names = "--cause", paramLabel = "TEXT", description = "Whose cause holds this text.")
    private String cause;

    @Option(names = "--kind", paramLabel = "KIND",
            description = "DELIVERY (of a hosted task) or MESSAGE (of a JMS queue).")
    private DeadLetterQuery.DeadLetterKind kind;

    @Mixin
    private TaskFilter task = new TaskFilter();

    @Option(names = "--since", paramLabel = "TIME", converter = Times.Point.class,
            description = "Dead since: 2026-11-24, 2026-11-24T08:30, or 3h (ago).")
    private Instant since;

    @Option(names = "--until", paramLabel = "TIME", converter = Times.Point.class, description = "Dead before.")
    private Instant until;

    DeadLetterQuery query(OperatorOptions common) {
        return new DeadLetterQuery(provider, from, trace, cause, kind, task.query(common), since, until);
    }
}
