package taskgateway.desk;

import java.time.Instant;
import java.util.List;

/**
 * Which dead letters are meant. Null chooses all.
 *
 * @param provider the provider's ODS code
 * @param from     the sender's ASID
 * @param trace    the request's trace id, in any letter case
 * @param cause    a text that the cause holds, in any letter case
 * @param kind     what died
 * @param task     what else is asked of the task
 * @param since    dead at or after
 * @param until    dead before
 */
public record DeadLetterQuery(String provider, String from, String trace, String cause, DeadLetterKind kind,
        TaskQuery task, Instant since, Instant until) {

    /** States of dead letters. */
    public static final List<String> STATES = List.of("DEAD", "WAITING", "REPLAYING", "REPLAYED", "DISCARDED");

    /** What died: the delivery of a hosted task, or a JMS message. */
    public enum DeadLetterKind { DELIVERY, MESSAGE }

    /** Whether it chooses any, rather than all. */
    public boolean isGiven() {
        return !conditions().isEmpty();
    }

    /** The conditions on a row l of dead letters. */
    Conditions conditions() {
        return new Conditions()
                .among("(l.trace_id, l.from_asid)", "select m.trace_id, m.from_asid from message m", task.conditions())
                .and("l.provider_ods = ?", provider).and("l.from_asid = ?", from)
                .and("lower(l.trace_id) = lower(?)", trace)
                .and("position(lower(cast(? as varchar(1000))) in lower(l.cause)) > 0", cause)
                .and("l.kind = ?", kind == null ? null : kind.name()).and("l.died_at >= ?", since)
                .and("l.died_at < ?", until);
    }
}
