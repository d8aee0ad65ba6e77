package taskgateway.store.journal;

import static taskgateway.store.sql.Rows.cut;
import static taskgateway.store.sql.Rows.set;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import taskgateway.store.sql.TakenByAnother;

/** Writes rows of the message log for one run of a gateway. */
final class MessageRows implements AutoCloseable {

    private static final String CLAIM = """
            insert into message (id, run, state, received_at, via, interaction, trace_id, from_asid, to_asid, provider_ods, transport,
                digest, trace, held)
            values (?, ?, 'RUNNING', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, true) on conflict do nothing""";
    private static final String WHOLE = """
            insert into message (id, run, received_at, via, interaction, trace_id, from_asid, to_asid, provider_ods, transport,
                state, answered_at, status, outcome, refused_by, reason, patient, task_id, identifier, trace)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";
    /** A row that another gateway has taken for that of a dead one is not changed any more. */
    private static final String END = """
            update message set state = ?, answered_at = ?, status = ?, outcome = ?, refused_by = ?, reason = ?,
                patient = ?, task_id = ?, identifier = ?, answer_headers = ?, answer_format = ?, answer_body = ?,
                held = case when cast(? as boolean) then held end,
                content_key = case when cast(? as boolean) then content_key end
            where id = ? and run = ? and state = 'RUNNING'""";

    private final String run;
    private final Connection connection;
    private PreparedStatement claims;
    private PreparedStatement wholes;
    private PreparedStatement ends;

    MessageRows(Connection connection, String run) {
        this.connection = connection;
        this.run = run;
    }

    void claim(MessageStart it) throws SQLException {
        claims = prepared(claims, CLAIM);
        set(claims, it.id(), run, it.receivedAt(), it.via(), cut(it.interaction(), 200), cut(it.traceId(), 200),
                cut(it.fromAsid(), 200), cut(it.toAsid(), 200), it.providerOds(), it.transport(), it.digest(),
                it.trace());
        claims.addBatch();
    }

    /** Inserts the claims; for each, in order, whether nobody else had its keys. */
    boolean[] insertClaims() throws SQLException {
        int[] counts = claims == null ? new int[0] : claims.executeBatch();
        boolean[] won = new boolean[counts.length];
        for (int i = 0; i < counts.length; i++) {
            won[i] = counts[i] == 1;
        }
        return won;
    }

    void end(Transaction it, Instant now) throws SQLException {
        MessageEnd end = it.end();
        if (!it.claimed()) {
            MessageStart start = it.start();
            wholes = prepared(wholes, WHOLE);
            set(wholes, start.id(), run, start.receivedAt(), start.via(), cut(start.interaction(), 200),
                    cut(start.traceId(), 200), cut(start.fromAsid(), 200), cut(start.toAsid(), 200),
                    start.providerOds(), start.transport(), end.state().name(), now, end.status(),
                    cut(end.outcome(), 1000), end.refusedBy(), cut(end.reason(), 300), end.patient(),
                    cut(end.taskId(), 200), cut(end.identifier(), 2001), start.trace());
            wholes.addBatch();
            return;
        }
        ends = prepared(ends, END);
        StoredAnswer answer = end.answer();
        set(ends, end.state().name(), now, end.status(), cut(end.outcome(), 1000), end.refusedBy(),
                cut(end.reason(), 300), end.patient(), cut(end.taskId(), 200), cut(end.identifier(), 2001),
                answer == null ? null : answer.headers(), answer == null ? null : answer.format(), answer == null ? null
                        : answer.body(), end.state().keepsAttempt(), end.state().keepsContent(), it.start().id(), run);
        ends.addBatch();
    }

    /**
     * Writes the ends.
     *
     * @throws SQLException also when one of the rows is this run's no longer
     */
    void writeEnds() throws SQLException {
        if (wholes != null) {
            wholes.executeBatch();
        }
        if (ends != null && !Arrays.stream(ends.executeBatch()).allMatch(count -> count == 1)) {
            throw new TakenByAnother("another gateway has taken this one for dead, and its requests over");
        }
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : new PreparedStatement[] {claims, wholes, ends}) {
            if (statement != null) {
                statement.close();
            }
        }
    }

    private PreparedStatement prepared(PreparedStatement already, String sql) throws SQLException {
        return already != null ? already : connection.prepareStatement(sql);
    }
}
