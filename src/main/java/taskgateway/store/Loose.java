package taskgateway.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Requests of this run that the message log shows as being worked on, or may show so, though nobody works on them any more:
 * the database did not take their end. As soon as it takes something again they are ended, so that a repeat is not told for
 * ever that the first is still running. One whose end was written after all stays as it is.
 */
final class Loose {

    private static final String END = """
            update message set state = ?, status = ?, outcome = 'not recorded', answered_at = ?,
                held = case when cast(? as boolean) then held end, content_key = null
            where id = ? and run = ? and state = 'RUNNING'""";

    private record End(UUID id, MessageState state) {
    }

    private final String run;
    private final Queue<End> ends = new ConcurrentLinkedQueue<>();

    Loose(String run) {
        this.run = run;
    }

    /** An entry was not written, or nobody knows whether it was. A FHIR provider may have the task nevertheless. */
    void note(JournalEntry entry) {
        Transaction it = entry.end();
        if (it == null) {
            ends.add(new End(entry.claim().id(), MessageState.FAILED));
        } else if (it.claimed()) {
            MessageState state = it.end().state();
            boolean sent = state == MessageState.DELIVERED || state == MessageState.UNKNOWN;
            ends.add(new End(it.start().id(), sent ? MessageState.UNKNOWN : MessageState.FAILED));
        }
    }

    /** Writes and commits the ends; what the database does not take now, it is given the next time. */
    void write(Connection connection) throws SQLException {
        if (ends.isEmpty()) {
            return;
        }
        List<End> written = new ArrayList<>(ends);
        try (PreparedStatement update = connection.prepareStatement(END)) {
            for (End end : written) {
                Rows.set(update, end.state().name(), end.state() == MessageState.UNKNOWN ? 504 : 503, Instant.now(),
                        end.state().keepsAttempt(), end.id(), run);
                update.addBatch();
            }
            update.executeBatch();
        }
        connection.commit();
        ends.removeAll(written);
    }
}
