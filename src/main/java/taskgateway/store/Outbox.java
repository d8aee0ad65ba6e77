package taskgateway.store;

import static taskgateway.store.sql.Statements.update;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import taskgateway.store.journal.GatewayRun;
import taskgateway.store.journal.TakeOver;
import taskgateway.store.sql.Outage;
import taskgateway.store.sql.Rows;
import taskgateway.store.sql.Statements;

/**
 * Deliveries to hosted providers that are still to be made, shared by all gateways on one database. A delivery stays
 * until it has succeeded or waits for an operator. A provider's tasks are delivered in the order in which they were
 * accepted: while it cannot be reached none passes another; one that it refuses by itself steps aside. Only what waits
 * has a time: a delivery that is due at once has none, so that it keeps its place whatever the clocks say.
 *
 * <p>A delivery is taken under the lock of its provider's row, so that no more than the configured number are made to a
 * provider at once, by however many gateways, and a paused provider gets none. Whoever has taken it says in the row
 * which run it is: that of a dead run is taken over ({@link TakeOver}).
 */
public final class Outbox {

    private static final Logger LOG = LoggerFactory.getLogger("taskgateway.outbox");

    /** How long the answer to the question whether a task was sent may take before it is asked again. */
    private static final Duration ASKING = Duration.ofSeconds(10);

    private static final String PROVIDER = """
            insert into provider (ods, failures) values (?, 0) on conflict do nothing""";
    private static final String DUE = """
            select 1 from delivery
            where provider_ods = ? and state in ('PENDING', 'IN_DOUBT')
                and (next_attempt_at is null or next_attempt_at <= ?)
            fetch first 1 rows only""";
    private static final String TURN = """
            select ods from provider where ods = ? and paused_at is null and (retry_at is null or retry_at <= ?)
            for update skip locked""";
    /** One in doubt whose time has not come is being asked about, or waits to be: its turn is not over. */
    private static final String BUSY = """
            select count(*) from delivery
            where provider_ods = ? and (state = 'SENDING' or state = 'IN_DOUBT' and next_attempt_at > ?)""";
    private static final String FIRST = """
            select d.sequence, d.state, d.attempts, d.replays, d.receiver_asid, t.id, t.identifier_value, t.trace_id, t.sender_asid,
                t.interaction, t.provider_ods, t.body
            from delivery d join task t on t.id = d.task_id
            where d.provider_ods = ? and d.state in ('PENDING', 'IN_DOUBT')
                and (d.next_attempt_at is null or d.next_attempt_at <= ?)
            order by d.sequence fetch first 1 rows only""";
    private static final String TAKE =
            "update delivery set state = 'SENDING', run = ?, attempts = attempts + 1 where sequence = ?";
    private static final String ASK =
            "update delivery set next_attempt_at = ? where sequence = ? and state = 'IN_DOUBT'";
    private static final String DELIVERED = """
            update delivery set state = 'DELIVERED', delivered_at = ?, last_failure = null, run = null
            where sequence = ? and replays = ? and state not in ('DELIVERED', 'DISCARDED')""";
    private static final String REACHED =
            "update provider set failures = 0, failing_since = null, retry_at = null where ods = ? and failures > 0";
    /** A delivery that another run has taken over, or this one once more, is left alone: it may be being sent. */
    private static final String FAILED = """
            update delivery set state = ?, next_attempt_at = ?, last_failure = ?, run = null
            where sequence = ? and replays = ? and attempts = ? and (state = 'IN_DOUBT' or state = 'SENDING' and run = ?)""";
    private static final String LOOSE = """
            update delivery set state = 'IN_DOUBT', next_attempt_at = null, run = null
            where sequence = ? and attempts = ? and state = 'SENDING' and run = ?""";
    private static final String UNREACHED = """
            update provider set failures = failures + 1, failing_since = coalesce(failing_since, current_timestamp),
                retry_at = ?
            where ods = ?""";
    private static final String FAILURES = "select failures from provider where ods = ?";
    private static final String DEAD = """
            insert into dead_letter (kind, state, died_at, cause, provider_ods, trace_id, from_asid, delivery, replays)
            select 'DELIVERY', 'DEAD', cast(? as timestamp(6) with time zone), cast(? as varchar(1000)), t.provider_ods, t.trace_id, t.sender_asid,
                d.sequence, d.replays
            from delivery d join task t on t.id = d.task_id where d.sequence = ?""";
    private static final String DEAD_AGAIN =
            "update dead_letter set state = 'DEAD', died_at = ?, cause = ?, replays = ? where delivery = ?";
    private static final String IN_DOUBT = """
            select last_failure from delivery where sequence = ? and replays = ? and attempts = ? and state = 'IN_DOUBT'""";

    /** @param failures of the receiver, one after the other, or of the delivery */
    private record Wait(Instant end, int failures, Duration length) {
    }

    /** One attempt at a delivery. A later one of the same run is another: it may be being made. */
    private record Attempt(long sequence, int number) {

        static Attempt of(PendingDelivery delivery) {
            return new Attempt(delivery.sequence(), delivery.attempt());
        }
    }

    private final DataSource database;
    private final GatewayRun run;
    private final OutboxPolicy policy;
    /** Attempts that this run has ended, but could not write what came of them. */
    private final Set<Attempt> loose = ConcurrentHashMap.newKeySet();
    /** Why a receiver could not be reached, by its ODS code, as the log says already. */
    private final Map<String, String> unreached = new ConcurrentHashMap<>();
    /** Until then the database is not asked again: it failed. */
    private volatile Instant rest = Instant.EPOCH;

    /**
     * @param providers ODS codes of the hosted providers
     * @throws IllegalStateException when the database does not take them
     */
    public Outbox(DataSource database, GatewayRun run, OutboxPolicy policy, Collection<String> providers) {
        this.database = database;
        this.run = run;
        this.policy = policy;
        for (String ods : providers) {
            try {
                write(connection -> update(connection, PROVIDER, ods));
            } catch (SQLException e) {
                throw new IllegalStateException("the database of gateway.database.url does not take the providers", e);
            }
        }
    }

    /**
     * Takes the delivery to make next to this provider; null when none is due, the provider is paused or not to be
     * tried yet, as many are being made as may be, or the database does not answer.
     *
     * @param asks whether it can be asked for what became of a delivery in doubt; else such a one is made again
     */
    public PendingDelivery takeNext(String providerOds, boolean asks) {
        Instant now = Instant.now();
        if (now.isBefore(rest) || !run.isAlive()) {
            return null;
        }
        try {
            putBackLoose();
            return takeDue(providerOds, asks, now);
        } catch (SQLException e) {
            Outage.logFailure(LOG, "The deliveries to " + providerOds + " cannot be read", e);
            rest = now.plus(ASKING);
            return null;
        }
    }

    /** A commit whose answer is lost may have been made: then the delivery is taken, and nobody makes it. */
    private PendingDelivery takeDue(String ods, boolean asks, Instant now) throws SQLException {
        PendingDelivery taken = null;
        try (Connection connection = database.getConnection()) {
            taken = exists(connection, DUE, ods, now) ? takeDue(connection, ods, asks, now) : null;
            connection.commit();
            return taken;
        } catch (SQLException | RuntimeException | Error e) {
            if (taken != null) {
                loose.add(Attempt.of(taken));
            }
            throw e;
        }
    }

    /** While the database was away, deliveries ended without a word: nobody would ever touch them again. */
    private void putBackLoose() throws SQLException {
        for (Attempt attempt : loose) {
            write(connection -> update(connection, LOOSE, attempt.sequence(), attempt.number(), run.id()));
            loose.remove(attempt);
        }
    }

    private PendingDelivery takeDue(Connection connection, String ods, boolean asks, Instant now) throws SQLException {
        if (!exists(connection, TURN, ods, now) || number(connection, BUSY, ods, now) >= policy.concurrency()) {
            return null;
        }
        try (PreparedStatement select = connection.prepareStatement(FIRST)) {
            Rows.set(select, ods, now);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                PendingDelivery delivery = pending(row);
                if (delivery.inDoubt() && asks) {
                    update(connection, ASK, now.plus(ASKING), delivery.sequence());
                    return delivery;
                }
                update(connection, TAKE, run.id(), delivery.sequence());
                return delivery.asNextAttempt();
            }
        }
    }

    /**
     * Whether this run may still hand over what it has taken. If the database has not heard of it for a while, another
     * gateway may be about to take its work over.
     *
     * @throws IllegalStateException when it may not
     */
    public void checkRunIsAlive() {
        if (!run.isAlive()) {
            throw new IllegalStateException("the database has not answered for too long to send anything now");
        }
    }

    /** Marks a delivery as made; once is enough, and again does no harm. */
    public void noteDelivered(String providerOds, long sequence, int replays) throws SQLException {
        boolean again = write(connection -> {
            update(connection, DELIVERED, Instant.now(), sequence, replays);
            return update(connection, REACHED, providerOds) == 1;
        });
        if (again) {
            LOG.info("{} takes deliveries again", providerOds);
        }
    }

    /**
     * A delivery has failed, and the receiver cannot have the task: it is put off, and after the last try it waits for
     * an operator.
     *
     * @param failure what happened
     */
    public void noteFailure(PendingDelivery delivery, DeliveryFailure failure) throws SQLException {
        endAttempt(delivery, connection -> {
            Wait wait = putOff(connection, delivery, failure);
            if (!settle(connection, delivery.sequence(), delivery.replays(), delivery.attempt(), failure.reason(),
                    wait.end())) {
                logFailure(delivery, failure, wait);
            }
            return null;
        });
    }

    /**
     * A delivery has ended without anybody knowing whether the task was sent: that is asked for before it is tried
     * again.
     */
    public void noteInDoubt(PendingDelivery delivery, DeliveryFailure failure) throws SQLException {
        endAttempt(delivery, connection -> {
            Wait wait = putOff(connection, delivery, failure);
            logFailure(delivery, failure, wait);
            return update(connection, FAILED, "IN_DOUBT", wait.end(), failure.reason(), delivery.sequence(),
                    delivery.replays(), delivery.attempt(), run.id());
        });
    }

    /**
     * What was in doubt has been found not to have been sent.
     *
     * @param attempts how often it had been attempted when that was asked: the answer says nothing of a later attempt
     */
    public void noteNotSent(long sequence, int replays, int attempts) throws SQLException {
        write(connection -> {
            try (PreparedStatement select = connection.prepareStatement(IN_DOUBT)) {
                Rows.set(select, sequence, replays, attempts);
                try (ResultSet row = select.executeQuery()) {
                    if (row.next()) {
                        String reason = row.getString(1) == null ? "the gateway stopped while it sent"
                                : row.getString(1);
                        settle(connection, sequence, replays, attempts, reason, null);
                    }
                }
            }
            return null;
        });
    }

    private Wait putOff(Connection connection, PendingDelivery delivery, DeliveryFailure failure) throws SQLException {
        String ods = delivery.providerOds();
        int failures = failure.unreached() ? (int) number(connection, FAILURES, ods) + 1 : delivery.attempt();
        Duration wait = policy.wait(failures, ThreadLocalRandom.current().nextDouble());
        Instant again = Instant.now().plus(wait);
        if (failure.unreached()) {
            update(connection, UNREACHED, again, ods);
        }
        return new Wait(again, failures, wait);
    }

    /** Of a receiver that cannot be reached only that it is so: each delivery to it would fail in the same way. */
    private void logFailure(PendingDelivery delivery, DeliveryFailure failure, Wait wait) {
        boolean known = failure.unreached()
                && failure.reason().equals(unreached.put(delivery.providerOds(), failure.reason()))
                && wait.failures() > 1;
        if (!known && !failure.logged()) {
            LOG.warn("Delivery {} to {} has failed (try {}): {}. It is tried again in {} s; trace id {}",
                    delivery.sequence(), delivery.providerOds(), delivery.attempt(), failure.reason(),
                    Math.max(1, wait.length().toSeconds()), delivery.traceId());
        }
    }

    /**
     * Whether it waits for an operator now.
     *
     * @param again before then it is not tried; null: at once, in its place before all later ones
     */
    private boolean settle(Connection connection, long sequence, int replays, int attempts, String reason,
            Instant again)
            throws SQLException {
        boolean last = attempts >= policy.tries() * (replays + 1);
        boolean dead = update(connection, FAILED, last ? "DEAD" : "PENDING", again, reason, sequence, replays, attempts,
                run.id()) == 1
                && last;
        if (dead) {
            LOG.error("Delivery {} has failed {} times, the last time: {}. It waits for an operator", sequence,
                    attempts, reason);
            if (update(connection, DEAD_AGAIN, Instant.now(), reason, replays, sequence) == 0) {
                update(connection, DEAD, Instant.now(), reason, sequence);
            }
        }
        return dead;
    }

    private void endAttempt(PendingDelivery delivery, Work<?> work) throws SQLException {
        try {
            write(work);
        } catch (SQLException | RuntimeException | Error e) {
            loose.add(Attempt.of(delivery));
            throw e;
        }
    }

    private interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    private <T> T write(Work<T> work) throws SQLException {
        try (Connection connection = database.getConnection()) {
            T result = work.in(connection);
            connection.commit();
            return result;
        }
    }

    private static boolean exists(Connection connection, String sql, Object... values) throws SQLException {
        return !Statements.rows(connection, sql, values).isEmpty();
    }

    private static long number(Connection connection, String sql, Object... values) throws SQLException {
        Object number = Statements.rows(connection, sql, values).get(0).values().iterator().next();
        return ((Number) number).longValue();
    }

    private static PendingDelivery pending(ResultSet row) throws SQLException {
        return new PendingDelivery(row.getLong("sequence"), row.getString("state").equals("IN_DOUBT"),
                row.getInt("attempts"), row.getInt("replays"), row.getString("id"), row.getString("identifier_value"),
                row.getString("trace_id"), row.getString("sender_asid"), row.getString("receiver_asid"),
                row.getString("interaction"), row.getString("provider_ods"), row.getString("body"));
    }
}
