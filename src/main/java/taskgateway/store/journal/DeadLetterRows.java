package taskgateway.store.journal;

import static taskgateway.store.sql.Rows.cut;
import static taskgateway.store.sql.Rows.set;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;

/** Inserts JMS messages that could not be handed on yet, each to be tried again a little later. */
final class DeadLetterRows implements AutoCloseable {

    /** One that waits already, and was delivered again since the broker did not learn that, is there. */
    private static final String INSERT = """
            insert into dead_letter (kind, state, died_at, cause, provider_ods, trace_id, from_asid, attempt_key, sent_at, headers, body,
                reply_to, correlation_id, replays, attempts, retry_at)
            values ('MESSAGE', 'WAITING', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 1, ?) on conflict do nothing""";

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
        set(insert, now, cut(dead.cause(), 1000), start.providerOds(), cut(start.traceId(), 200),
                cut(start.fromAsid(), 200), key(start, dead), dead.sentAt(), dead.headers(), dead.body(),
                dead.replyTo(), dead.correlationId(), now.plus(DeadMessage.waitAfter(1)));
        insert.addBatch();
    }

    /** Two messages with one trace id are two: each sender waits for an outcome of its own. */
    private static String key(MessageStart start, DeadMessage message) {
        String address = message.replyTo() + "\n" + message.correlationId();
        return start.digest() == null ? null : start.trace() + "/" + start.fromAsid() + "/"
                + UUID.nameUUIDFromBytes(address.getBytes(StandardCharsets.UTF_8));
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
