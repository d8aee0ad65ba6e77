package taskgateway.store.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import taskgateway.store.sql.Outage;
import taskgateway.store.sql.Statements;

/**
 * Takes over what a dead run has left in the middle: an earlier run of this gateway, or of another on the same
 * database. Every statement can be made by several gateways at once and again.
 */
public final class TakeOver {

    private static final Logger LOG = LoggerFactory.getLogger("taskgateway.takeover");

    /**
     * Nobody was answered. For a hosted provider nothing was kept, so the sender may try again; to a FHIR provider the
     * task may have been sent, so its outcome is unknown.
     */
    private static final String REQUESTS = """
            update message set state = case when transport = 'FHIR' then 'UNKNOWN' else 'FAILED' end,
                status = case when transport = 'FHIR' then 504 else 503 end, outcome = 'gateway stopped', answered_at = ?,
                held = case when transport = 'FHIR' then held end, content_key = null
            where state = 'RUNNING'""";
    private static final String DELIVERIES =
            "update delivery set state = 'IN_DOUBT', run = null, next_attempt_at = null where state = 'SENDING'";
    /** Messages that were taken up again; this run takes up its own once more by itself. */
    private static final String REPLAYS =
            "update dead_letter set run = null where run is not null and state in ('REPLAYING', 'WAITING')";
    private static final String OF_DEAD_RUNS = """
            \sand run not in (select run from gateway where seen_at > current_timestamp - interval '%d' second)"""
            .formatted(GatewayRun.DEAD_AFTER.toSeconds());

    private final DataSource database;
    private final GatewayRun run;

    public TakeOver(DataSource database, GatewayRun run) {
        this.database = database;
        this.run = run;
    }

    /**
     * Looks for what dead runs have left. A database that does not answer now is asked again the next time.
     */
    public void takeOverDeadRuns() {
        if (!run.isAlive()) {
            return;
        }
        try (Connection connection = database.getConnection()) {
            int requests = Statements.update(connection, REQUESTS + OF_DEAD_RUNS, Instant.now());
            int deliveries = Statements.update(connection, DELIVERIES + OF_DEAD_RUNS);
            Statements.update(connection, REPLAYS + OF_DEAD_RUNS);
            connection.commit();
            if (requests + deliveries > 0) {
                LOG.warn("Taken over from a gateway that stopped: {} requests without an answer, {} deliveries in"
                        + " doubt", requests, deliveries);
            }
        } catch (SQLException e) {
            Outage.logFailure(LOG, "What dead gateways have left cannot be taken over", e);
        }
    }
}
