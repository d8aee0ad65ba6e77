package taskgateway.desk;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
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
    private final Operator operator;
    private final RetentionAges ages;
    private final BooleanSupplier goesOn;

    /**
     * @param gateway the name in which it is done
     * @param goesOn  whether the gateway is not stopping; what is left is removed the next day
     */
    public DailyRetention(DataSource database, String gateway, RetentionAges ages, BooleanSupplier goesOn) {
        this.database = database;
        this.operator = Operator.ofThisProcess(gateway, "gateway.retention");
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
                LOG.info("By settings, {}", Retention.describe(
                        new Retention(ages, now).removeAfterRecord(database, operator, goesOn)));
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
                audit.accept(operator.record(ACTION + ages.asOptions()));
            }
            return first;
        });
    }

    private static boolean begunWithinADay(Connection connection, Instant now) throws SQLException {
        return Statements.first(connection, BEGUN, now.minus(DAY)).isPresent();
    }
}
