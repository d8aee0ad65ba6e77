package taskgateway.store.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import taskgateway.store.audit.AuditChain;
import taskgateway.store.sql.Rows;

/**
 * Requests of this run that the message log shows as being worked on, or may show so, though nobody works on them any
 * more: the database did not take their end. As soon as it takes something again they are ended, so that a repeat is
 * not told for ever that the first is still running. One whose end was written after all stays as it is.
 *
 * <p>There are never more of them than requests that were being worked on when the database went away: without it none
 * begins.
 */
public final class UnwrittenEnds {

    /** So many are ended in one commit: a database that is back has to learn in time that this run lives. */
    static final int TOGETHER = 500;

    private static final String END = """
            update message set state = ?, status = ?, outcome = 'not recorded', answered_at = ?,
                held = case when cast(? as boolean) then held end, content_key = null
            where id = ? and run = ? and state = 'RUNNING'""";

    private record UnwrittenEnd(UUID id, MessageState state) {
    }

    private final GatewayRun run;
    private final Queue<UnwrittenEnd> ends = new ConcurrentLinkedQueue<>();

    public UnwrittenEnds(GatewayRun run) {
        this.run = run;
    }

    /** A claim may be in the message log, though its request was told that it is not, and is given up. */
    void noteClaim(MessageStart start) {
        ends.add(new UnwrittenEnd(start.id(), MessageState.FAILED));
    }

    /**
     * The end of a request was not written, or nobody knows whether it was. One that was not claimed has no row to show
     * it.
     */
    void noteEnd(Transaction it) {
        if (it.claimed()) {
            noteEnd(it.start(), it.end().state());
        }
    }

    /** A claimed request has ended, and that is not written. A FHIR provider may have the task nevertheless. */
    void noteEnd(MessageStart start, MessageState state) {
        ends.add(new UnwrittenEnd(start.id(), state.isSent() ? MessageState.UNKNOWN : MessageState.FAILED));
    }

    /** How many are still to be ended. */
    int size() {
        return ends.size();
    }

    /**
     * Ends the oldest and commits that; what the database does not take now, it is given the next time. The lock on the
     * chain waits for a commit in doubt that is still being made: what it writes would not be seen, and stay as it is
     * for ever.
     */
    void write(Connection connection) throws SQLException {
        List<UnwrittenEnd> oldest = ends.stream().limit(TOGETHER).toList();
        if (oldest.isEmpty()) {
            return;
        }
        try (AuditChain locked = AuditChain.lock(connection, run.name(), run.id());
                PreparedStatement update = connection.prepareStatement(END)) {
            for (UnwrittenEnd end : oldest) {
                Rows.set(update, end.state().name(), end.state() == MessageState.UNKNOWN ? 504 : 503, Instant.now(),
                        end.state().keepsAttempt(), end.id(), run.id());
                update.addBatch();
            }
            update.executeBatch();
        }
        connection.commit();
        // Others add at the end meanwhile; the journal's thread alone takes away.
        oldest.forEach(written -> ends.remove());
    }
}
