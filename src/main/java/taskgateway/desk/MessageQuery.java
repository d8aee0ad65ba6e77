package taskgateway.desk;

import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import taskgateway.store.journal.MessageState;
import taskgateway.store.sql.Statements;

/**
 * Which messages are meant. Null chooses all.
 *
 * @param trace      their trace id
 * @param identifier the task's business identifier: its value, or {@code system|value}
 * @param provider   the provider's ODS code
 * @param from       the sender's ASID
 * @param state      of the message, or of the delivery of its task: one of {@link #STATES}
 * @param task       what else is asked of the task
 * @param since      received at or after
 * @param until      received before
 */
public record MessageQuery(String trace, String identifier, String provider, String from, String state, TaskQuery task,
        Instant since, Instant until) {

    /** States of messages and of deliveries. */
    public static final Set<String> STATES = states();

    /** The conditions on rows m of the message log and d of its delivery. */
    Conditions conditions() {
        UUID uuid = Statements.uuid(trace);
        return task.conditions().and("m.trace = ?", uuid).and("m.trace_id = ?", uuid == null ? trace : null)
                .and("(m.identifier = ? or substring(m.identifier from position('|' in m.identifier) + 1) = ?)",
                        identifier)
                .and("m.provider_ods = ?", provider).and("m.from_asid = ?", from)
                .and("(m.state = ? or d.state = ?)", state)
                .and("m.received_at >= ?", since).and("m.received_at < ?", until);
    }

    private static Set<String> states() {
        Set<String> states =
                Arrays.stream(MessageState.values()).map(Enum::name).collect(Collectors.toCollection(TreeSet::new));
        states.addAll(Set.of("PENDING", "SENDING", "IN_DOUBT", "DEAD", "DISCARDED"));
        return states;
    }
}
