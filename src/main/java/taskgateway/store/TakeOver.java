package taskgateway.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over what a dead run has left in the middle: an earlier run of this gateway, or of another on the same database. Every
 * statement can be made by several gateways at once and again.
 */
public final class TakeOver {

    private static final Logger LOG = LoggerFactory.getLogger("taskgateway.takeover");

    private static final String OF_DEAD_RUNS = """
            \sand run not in (select run from gateway where seen_at > current_timestamp - interval '%d' second)"""
            .formatted(GatewayRun.DEAD_AFTER.toSeconds());

    /**
     * Nobody was answered. For a hosted provider nothing was kept, so the sender may try again; to a FHIR provider the task may
     * have been sent, so its outcome is unknown.
     */
    private static final String MESSAGES = """
            update message set state = case when transport = 'FHIR' then 'UNKNOWN' else 'FAILED' end,
                status = case when transport = 'FHIR' then 504 else 503 end, outcome = 'gateway stopped', answered_at = ?,
                attempt_key = case when transport = 'FHIR' then attempt_key end, content_key = null
            where state = 'RUNNING'""" + OF_DEAD_RUNS;
    private static final String DELIVERIES =
            "update delivery set state = 'IN_DOUBT', run = null, next_attempt_at = ? where state = 'SENDING'" + OF_DEAD_RUNS;
    private static final String REPLAYS =
            "update dead_letter set run = null where state = 'REPLAYING' and run is not null" + OF_DEAD_RUNS;

    private final DataSource database;
    private final GatewayRun run;

    public TakeOver(DataSource database, GatewayRun run) {
        this.database = database;
        this.run = run;
    }

    /** Looks for what dead runs have left; a database that does not answer is asked again the next time. */
    public void look() {
        if (!run.lives()) {
            return;
        }
        try (Connection connection = database.getConnection();
                PreparedStatement messages = connection.prepareStatement(MESSAGES);
                PreparedStatement deliveries = connection.prepareStatement(DELIVERIES);
                PreparedStatement replays = connection.prepareStatement(REPLAYS)) {
            Rows.set(messages, Instant.now());
            Rows.set(deliveries, Instant.now());
            int unanswered = messages.executeUpdate();
            int unfinished = deliveries.executeUpdate();
            replays.executeUpdate();
            connection.commit();
            if (unanswered + unfinished > 0) {
                LOG.warn("Taken over from a gateway that stopped: {} requests without an answer, {} deliveries in doubt",
                        unanswered, unfinished);
            }
        } catch (SQLException e) {
            Outage.tell(LOG, e);
        }
    }
}
