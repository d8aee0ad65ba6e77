package taskgateway.command.operate;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import taskgateway.store.audit.OperatorAction;
import taskgateway.store.sql.Statements;

/**
 * Removes once a day what the settings say is old, as an operator's command would. Of several gateways on one database
 * the one that is first does it: the record of the beginning, written under the lock of the operators' audit chain,
 * tells the others.
 */
public final class DailyRetention {

    private static final Logger LOG = LoggerFactory.getLogger("taskgateway.retention");
    private static final Duration DAY = Duration.ofDays(1);
    private static final String ACTION = "retention by settings";
    private static final String BEGUN = """
            select 1 from audit where recorded_at > ? and via = 'COMMAND' and interaction like '%s%%'
            fetch first 1 rows only""".formatted(ACTION);

    private final DataSource database;
    private final String gateway;
    private final Ages ages;
    private final BooleanSupplier goesOn;

    /**
     * @param gateway the name in which it is done
     * @param goesOn  whether the gateway is not stopping; what is left is removed the next day
     */
    public DailyRetention(DataSource database, String gateway, Ages ages, BooleanSupplier goesOn) {
        this.database = database;
        this.gateway = gateway;
        this.ages = ages;
        this.goesOn = goesOn;
    }

    /** Removes what is old, unless that was begun within the last day. */
    public void removeOld() {
        if (ages.none()) {
            return;
        }
        Instant now = Instant.now();
        try {
            if (due(now) && begun(now)) {
                String removed = Sweep.describeRemoved(new Sweep(ages, now).remove(database, goesOn));
                record(removed);
                LOG.info("By settings, {}", removed);
            }
        } catch (SQLException e) {
            LOG.warn("What is old cannot be removed now, since the database failed: SQL state {}", e.getSQLState());
        }
    }

    private boolean due(Instant now) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return !begunWithinADay(connection, now);
        }
    }

    /** Another gateway may have been faster. */
    private boolean begun(Instant now) throws SQLException {
        return OperatorAction.doAudited(database, (connection, audit) -> {
            boolean first = !begunWithinADay(connection, now);
            if (first) {
                audit.accept(Actor.record(ACTION + ages.asOptions(), Map.of(), gateway, "gateway.retention"));
            }
            return first;
        });
    }

    private void record(String removed) throws SQLException {
        OperatorAction.doAudited(database, (connection, audit) -> {
            audit.accept(Actor.record(removed, Map.of(), gateway, "gateway.retention"));
            return null;
        });
    }

    private static boolean begunWithinADay(Connection connection, Instant now) throws SQLException {
        return Statements.first(connection, BEGUN, now.minus(DAY)).isPresent();
    }
}
