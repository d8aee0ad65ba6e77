package taskgateway.command.operate;

import java.time.Instant;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which dead letters an operator means. */
final class DeadFilter {

    /** The kinds of dead letters. */
    enum DeadLetterKind { DELIVERY, MESSAGE }

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
    private DeadLetterKind kind;

    @Mixin
    private TaskFilter task = new TaskFilter();

    @Option(names = "--since", paramLabel = "TIME", converter = Times.Point.class,
            description = "Dead since: 2026-11-24, 2026-11-24T08:30, or 3h (ago).")
    private Instant since;

    @Option(names = "--until", paramLabel = "TIME", converter = Times.Point.class, description = "Dead before.")
    private Instant until;

    SqlConditions where(OperatorOptions common) {
        return new SqlConditions()
                .among("(l.trace_id, l.from_asid)", "select m.trace_id, m.from_asid from message m", task.where(common))
                .and("l.provider_ods = ?", provider).and("l.from_asid = ?", from)
                .and("lower(l.trace_id) = lower(?)", trace)
                .and("position(lower(cast(? as varchar(1000))) in lower(l.cause)) > 0", cause)
                .and("l.kind = ?", kind == null ? null : kind.name()).and("l.died_at >= ?", since)
                .and("l.died_at < ?", until);
    }

    /** Whether it says anything. */
    boolean isGiven(OperatorOptions common) {
        return where(common).values().length > 0;
    }
}
