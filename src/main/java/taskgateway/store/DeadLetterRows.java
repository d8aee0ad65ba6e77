package taskgateway.store;

import static taskgateway.store.Rows.cut;
import static taskgateway.store.Rows.set;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;

/** Inserts JMS messages that could not be handed on. */
final class DeadLetterRows implements AutoCloseable {

    /** One that died before, and was delivered again since its outcome did not reach the broker, is there already. */
    private static final String INSERT = """
            insert into dead_letter (kind, state, died_at, cause, provider_ods, trace_id, from_asid, attempt_key, sent_at, headers, body,
                reply_to, correlation_id, replays)
            values ('MESSAGE', 'DEAD', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0) on conflict do nothing""";

    private final Connection connection;
    private PreparedStatement insert;

    DeadLetterRows(Connection connection) {
        this.connection = connection;
    }

    void add(Transaction it, Instant now) throws SQLException {
        DeadMessage dead = it.dead();
        if (dead == null) {
            return;
        }
        if (insert == null) {
            insert = connection.prepareStatement(INSERT);
        }
        MessageStart start = it.start();
        set(insert, now, cut(dead.cause(), 1000), start.providerOds(), cut(start.traceId(), 200), cut(start.fromAsid(), 200),
                start.attemptKey(), dead.sentAt(), dead.headers(), dead.body(), dead.replyTo(), dead.correlationId());
        insert.addBatch();
    }

    void insert() throws SQLException {
        if (insert != null) {
            insert.executeBatch();
        }
    }

    @Override
    public void close() throws SQLException {
        if (insert != null) {
            insert.close();
        }
    }
}
