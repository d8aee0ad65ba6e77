package taskgateway.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import taskgateway.store.journal.DeadMessage;
import taskgateway.store.journal.GatewayRun;
import taskgateway.store.journal.TakeOver;
import taskgateway.store.sql.Outage;
import taskgateway.store.sql.Rows;
import taskgateway.store.sql.Statements;

/**
 * JMS messages that wait for their next try, and those that an operator has taken up again, shared by all gateways on
 * one database: the one that works on a message says so in its row, and what a dead run has left is free again
 * ({@link TakeOver}). What this run has left itself, since the database failed when it had finished, it takes up once
 * more: whoever has its answer already gets the same one.
 */
public final class DeadLetters {

    private static final Logger LOG = LoggerFactory.getLogger("taskgateway.replay");

    private static final String DUE =
            " from dead_letter where (state = 'REPLAYING' or state = 'WAITING' and retry_at <= ?) and (run is null or"
            + " run = ?) ";
    /** Those whose messages have waited longest come first; an operator's do not wait. */
    private static final String PROVIDERS = "select coalesce(provider_ods, '') as ods" + DUE
            + "group by coalesce(provider_ods, '') order by min(retry_at) nulls first";
    private static final String FIRST = """
            select id, coalesce(provider_ods, '') as ods, state, attempts, cause, sent_at, headers, body, reply_to, correlation_id"""
            + DUE + "and coalesce(provider_ods, '') = ? order by retry_at nulls first, id fetch first 1 rows only";
    private static final String TAKE =
            "update dead_letter set run = ? where id = ? and state in ('REPLAYING', 'WAITING') and (run is null or run"
            + " = ?)";
    /** The same request may come again and die anew: then it is another dead letter. */
    private static final String REPLAYED =
            "update dead_letter set state = 'REPLAYED', run = null, attempt_key = null where id = ? and run = ?";
    private static final String HANDED_ON = "delete from dead_letter where id = ? and run = ?";
    private static final String DEAD =
            "update dead_letter set state = 'DEAD', run = null, retry_at = null, died_at = ?, cause = ? where id = ?"
            + " and run = ?";
    private static final String AGAIN =
            "update dead_letter set run = null, attempts = ?, retry_at = ?, cause = ? where id = ? and run = ?";

    private final DataSource database;
    private final GatewayRun run;
    /**
     * The providers of the messages that this run works on: one at a time of each, so that none waits for another's.
     */
    private final Set<String> busy = ConcurrentHashMap.newKeySet();

    public DeadLetters(DataSource database, GatewayRun run) {
        this.database = database;
        this.run = run;
    }

    /**
     * Takes the message to work on next, of a provider of whose messages none is being worked on here; null when there
     * is none, another gateway was faster, or the database does not answer. It is to be {@link #release}.
     */
    public DeadLetter takeNext() {
        if (!run.isAlive()) {
            return null;
        }
        String provider = null;
        DeadLetter taken = null;
        try (Connection connection = database.getConnection()) {
            provider = Statements.rows(connection, PROVIDERS, Instant.now(), run.id()).stream()
                    .map(row -> (String) row.get("ods")).filter(busy::add).findFirst().orElse(null);
            DeadLetter first = provider == null ? null : take(connection, provider);
            connection.commit();
            taken = first;
        } catch (SQLException e) {
            Outage.logFailure(LOG, "Messages that wait cannot be read", e);
        } finally {
            if (provider != null && taken == null) {
                busy.remove(provider);
            }
        }
        return taken;
    }

    private DeadLetter take(Connection connection, String provider) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(FIRST)) {
            Rows.set(select, Instant.now(), run.id(), provider);
            try (ResultSet row = select.executeQuery()) {
                return row.next() && Statements.update(connection, TAKE, run.id(), row.getLong("id"), run.id()) == 1
                        ? letter(row) : null;
            }
        }
    }

    /** This run works on the message no longer. */
    public void release(@Variable("deadLetter") DeadLetter letter) {
        busy.remove(letter.provider());
    }

    /** Its sender has an answer that is not one to wait for. */
    public void noteReplayed(@Variable("deadLetter") DeadLetter letter) throws SQLException {
        if (letter.waiting()) {
            write(HANDED_ON, letter.id(), run.id());
            return;
        }
        LOG.info("Dead letter {} has been replayed", letter.id());
        write(REPLAYED, letter.id(), run.id());
    }

    /**
     * It has failed once more, and is tried again by itself.
     *
     * @param attempts how often it has been tried by now
     */
    public void retryLater(DeadLetter letter, int attempts, String cause) throws SQLException {
        write(AGAIN, attempts, Instant.now().plus(DeadMessage.waitAfter(attempts)), Rows.cut(cause, 1000), letter.id(),
                run.id());
    }

    /** It has failed once more and waits for an operator. */
    public void noteDied(DeadLetter letter, String cause) throws SQLException {
        LOG.warn("Dead letter {} has failed: it waits for an operator", letter.id());
        write(DEAD, Instant.now(), Rows.cut(cause, 1000), letter.id(), run.id());
    }

    private void write(String sql, Object... values) throws SQLException {
        try (Connection connection = database.getConnection()) {
            Statements.update(connection, sql, values);
            connection.commit();
        }
    }

    private static DeadLetter letter(ResultSet row) throws SQLException {
        return new DeadLetter(row.getLong("id"), row.getString("ods"), row.getString("state").equals("WAITING"),
                row.getInt("attempts"),
                new DeadMessage(row.getString("cause"), row.getObject("sent_at", OffsetDateTime.class).toInstant(),
                        row.getString("headers"), row.getString("body"), row.getString("reply_to"),
                        row.getString("correlation_id")));
    }
}
