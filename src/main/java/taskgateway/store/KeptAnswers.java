package taskgateway.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import taskgateway.store.sql.Outage;
import taskgateway.store.sql.Statements;

/**
 * Drops answers that were kept for repeats and have grown old. What a repeat is told by stays: it is refused then, and
 * not worked on as if it were new.
 */
public final class KeptAnswers {

    private static final Logger LOG = LoggerFactory.getLogger("taskgateway.repeats");
    private static final int TOGETHER = 500;
    /** A request is answered, or given up, long before that. */
    private static final Duration LATEST_ANSWER = Duration.ofHours(1);

    private static final String DROP = """
            update message set answer_headers = null, answer_format = null, answer_body = null
            where id in (select id from message where received_at >= ? and received_at < ? and answer_format is not null
                order by received_at fetch first %d rows only)""".formatted(TOGETHER);

    private final DataSource database;
    private final Duration kept;
    /** What was received before has been dropped, so it is not read through again. */
    private Instant done = Instant.EPOCH;

    /**
     * @param kept for how long an answer is kept
     */
    public KeptAnswers(DataSource database, Duration kept) {
        this.database = database;
        this.kept = kept;
    }

    /**
     * Drops what is old by now, a commit for each few hundred; a database that does not answer is asked again the next
     * time.
     */
    public void dropExpired() {
        Instant end = Instant.now().minus(kept);
        try (Connection connection = database.getConnection()) {
            int dropped = TOGETHER;
            while (dropped == TOGETHER) {
                dropped = Statements.update(connection, DROP, done, end);
                connection.commit();
            }
            done = end.minus(LATEST_ANSWER);
        } catch (SQLException e) {
            Outage.logFailure(LOG, "Answers that were kept cannot be dropped", e);
        }
    }
}
