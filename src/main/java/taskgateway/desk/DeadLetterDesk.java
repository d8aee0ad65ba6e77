package taskgateway.desk;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import taskgateway.desk.Operator.ActedOn;
import taskgateway.store.audit.OperatorAction;
import taskgateway.store.sql.RowRecords;
import taskgateway.store.sql.Statements;

/**
 * What could not be handed on and waits for an operator. Each action is done and recorded in one commit with its
 * neighbours, or not at all.
 */
public final class DeadLetterDesk {

    /** Why one is not replayed that nobody said is to be replayed once more. */
    public static final String REPLAYED_BEFORE = "it was replayed before";

    private static final int TOGETHER = 100;

    private static final String LIST = """
            select l.id, l.kind, l.state, l.died_at, l.provider_ods, l.cause, l.replays, l.from_asid, l.trace_id,
                d.task_id
            from dead_letter l left join delivery d on d.sequence = l.delivery""";
    private static final String SHOW = """
            select l.id, l.kind, l.state, l.died_at, l.cause, l.provider_ods, l.from_asid, l.trace_id, l.replays,
                l.acted_at, l.acted_by, l.acted_why, d.sequence as delivery_number, d.task_id, d.state as delivery,
                d.attempts, d.last_failure, l.sent_at, l.reply_to, l.correlation_id%s
            from dead_letter l left join delivery d on d.sequence = l.delivery left join task t on t.id = d.task_id
            where l.id = ?""";
    private static final String BODIES = ", l.headers, l.body, t.body as task";
    private static final String IDS = "select l.id from dead_letter l";
    private static final String REPLAYS = "select replays from dead_letter where id = ? and state = 'DEAD'";
    private static final String CHOSEN = """
            select l.id, l.kind, l.state, l.replays, l.provider_ods, l.trace_id, l.from_asid, l.delivery,
                d.state as delivery_state, d.task_id
            from dead_letter l left join delivery d on d.sequence = l.delivery where l.id = ?""";

    private static final String DELIVER_AGAIN = """
            update delivery set state = 'PENDING', replays = replays + 1, next_attempt_at = null, run = null
            where sequence = ? and state = 'DEAD'""";
    private static final String REPLAY = """
            update dead_letter
            set state = ?, replays = replays + 1, run = null, acted_at = ?, acted_by = ?, acted_why = ?
            where id = ? and state = 'DEAD'""";
    private static final String GIVE_UP =
            "update delivery set state = 'DISCARDED' where sequence = ? and state = 'DEAD'";
    /** The same request may come again and die anew: then it is another dead letter. */
    private static final String DISCARD = """
            update dead_letter set state = 'DISCARDED', attempt_key = null, acted_at = ?, acted_by = ?, acted_why = ?
            where id = ? and state = 'DEAD'""";

    private final DataSource database;

    /** A dead letter that is acted on. */
    private record Chosen(long id, String kind, String state, int replays, String providerOds, String traceId,
            String fromAsid, Long delivery, String deliveryState, String taskId) {

        boolean isDelivery() {
            return kind.equals(DeadLetterQuery.DeadLetterKind.DELIVERY.name());
        }
    }

    /** What is done to one. */
    private interface Act {
        /** @return why it was not done, or null */
        String on(Connection connection, Chosen letter) throws SQLException;
    }

    public DeadLetterDesk(DataSource database) {
        this.database = database;
    }

    /**
     * The dead letters meant, the oldest first.
     *
     * @param state of theirs; null: any
     * @param limit at most so many, at least one
     */
    public List<DeadLetterLine> find(DeadLetterQuery query, String state, int limit) throws SQLException {
        Conditions where = query.conditions().and("l.state = ?", state);
        try (Connection connection = database.getConnection()) {
            return RowRecords.of(connection, DeadLetterLine.class,
                    LIST + where.sql() + " order by l.died_at fetch first " + Math.max(1, limit) + " rows only",
                    where.values());
        }
    }

    /** The numbers of those meant that wait for an operator. */
    public List<Long> findWaiting(DeadLetterQuery query) throws SQLException {
        Conditions where = query.conditions().and("l.state = ?", "DEAD");
        try (Connection connection = database.getConnection()) {
            return Statements.rows(connection, IDS + where.sql() + " order by l.id", where.values()).stream()
                    .map(row -> (Long) row.get("id")).toList();
        }
    }

    public Optional<DeadLetterDetails> show(long id) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return show(connection, "", id);
        }
    }

    /** The same with what it carries: that somebody has looked is recorded in the commit that reads. */
    public Optional<DeadLetterDetails> showWithBody(long id, Operator operator) throws SQLException {
        return OperatorAction.doAudited(database, (connection, audit) -> {
            Optional<DeadLetterDetails> found = show(connection, BODIES, id);
            found.ifPresent(letter -> audit.accept(operator.record("dead show --body " + id, new ActedOn(
                    letter.providerOds(), letter.traceId(), letter.fromAsid(), letter.taskId()))));
            return found;
        });
    }

    /** How often those were replayed that wait for an operator after that, by their numbers. */
    public Map<Long, Integer> replaysBefore(Collection<Long> ids) throws SQLException {
        Map<Long, Integer> replays = new LinkedHashMap<>();
        try (Connection connection = database.getConnection()) {
            for (Long id : ids) {
                Statements.first(connection, REPLAYS, id).map(row -> (Integer) row.get("replays"))
                        .filter(times -> times > 0).ifPresent(times -> replays.put(id, times));
            }
        }
        return replays;
    }

    /**
     * Has hosted tasks delivered again, and JMS messages worked on again: the running gateways do it, or the next one
     * that starts.
     *
     * @param onceMore those among them that may be replayed though they were before
     * @param hosted   ODS codes of the hosted providers that the directory has
     */
    public List<DeadLetterResult> replay(List<Long> ids, Collection<Long> onceMore, Set<String> hosted,
            Operator operator) throws SQLException {
        return act(ids, "dead replay", operator, (connection, letter) -> {
            if (letter.replays() > 0 && !onceMore.contains(letter.id())) {
                return REPLAYED_BEFORE;
            }
            if (letter.isDelivery() && !hosted.contains(letter.providerOds())) {
                return letter.providerOds() + " is no hosted provider of the directory, so nobody would deliver it:"
                        + " put it back there, with retired: true where it takes no more tasks";
            }
            if (letter.isDelivery() && Statements.update(connection, DELIVER_AGAIN, letter.delivery()) == 0) {
                return "its delivery is " + letter.deliveryState() + " meanwhile: discard the dead letter";
            }
            return faultOf(Statements.update(connection, REPLAY, letter.isDelivery() ? "REPLAYED" : "REPLAYING",
                    Instant.now(), operator.name(), operator.why(), letter.id()));
        });
    }

    /** Gives them up for good: they have been dealt with in another way, or need not be. */
    public List<DeadLetterResult> discard(List<Long> ids, Operator operator) throws SQLException {
        return act(ids, "dead discard", operator, (connection, letter) -> {
            if (letter.isDelivery()) {
                Statements.update(connection, GIVE_UP, letter.delivery());
            }
            return faultOf(Statements.update(connection, DISCARD, Instant.now(), operator.name(), operator.why(),
                    letter.id()));
        });
    }

    private List<DeadLetterResult> act(List<Long> ids, String action, Operator operator, Act act) throws SQLException {
        List<DeadLetterResult> results = new ArrayList<>();
        for (int i = 0; i < ids.size(); i += TOGETHER) {
            List<Long> some = ids.subList(i, Math.min(ids.size(), i + TOGETHER));
            results.addAll(OperatorAction.doAudited(database, (connection, audit) -> {
                List<DeadLetterResult> done = new ArrayList<>();
                for (Long id : some) {
                    Optional<Chosen> letter = RowRecords.first(connection, Chosen.class, CHOSEN, id);
                    String fault = letter.isEmpty() ? "there is no such dead letter"
                            : !letter.get().state().equals("DEAD") ? "it is " + letter.get().state()
                            : act.on(connection, letter.get());
                    if (fault == null) {
                        Chosen it = letter.get();
                        audit.accept(operator.record(action + " " + id,
                                new ActedOn(it.providerOds(), it.traceId(), it.fromAsid(), it.taskId())));
                    }
                    done.add(new DeadLetterResult(id, fault));
                }
                return done;
            }));
        }
        return results;
    }

    private static String faultOf(int changed) {
        return changed == 1 ? null : "another command was faster";
    }

    private static Optional<DeadLetterDetails> show(Connection connection, String bodies, long id)
            throws SQLException {
        return Statements.first(connection, SHOW.formatted(bodies), id).map(row -> {
            row.computeIfPresent("body", (name, bytes) ->
                    new String(Base64.getDecoder().decode((String) bytes), StandardCharsets.UTF_8));
            return RowRecords.read(DeadLetterDetails.class, row);
        });
    }
}
