package taskgateway.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import org.apache.camel.ExchangeException;
import org.apache.camel.Variable;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deliveries to hosted providers that are still to be made. A delivery stays until it has succeeded. A provider's tasks are
 * delivered in the order in which they were accepted, save that one that failed waits while others pass it.
 */
public final class Outbox {

    private static final Logger LOG = LoggerFactory.getLogger("taskgateway.outbox");
    private static final String FIRST = """
            select d.sequence, d.attempts, d.receiver_asid, t.id, t.identifier_value, t.trace_id,
                t.sender_asid, t.interaction, t.provider_ods, t.body
            from delivery d join task t on t.id = d.task_id
            where d.provider_ods = ? and d.state = 'PENDING' and d.next_attempt_at <= ? order by d.sequence fetch first 1 rows only""";
    private static final String DELIVERED =
            "update delivery set state = 'DELIVERED', attempts = attempts + 1, delivered_at = ?, last_failure = null where sequence = ?";
    private static final String FAILED =
            "update delivery set attempts = attempts + 1, next_attempt_at = ?, last_failure = ? where sequence = ?";

    private final DataSource database;
    private final Duration first;
    private final Duration longest;

    /**
     * @param first   how long to wait after a first failure; each further one doubles it
     * @param longest the longest wait
     */
    public Outbox(DataSource database, Duration first, Duration longest) {
        this.database = database;
        this.first = first;
        this.longest = longest;
    }

    /** The delivery to make next to this provider, or null when none is due. */
    public PendingDelivery next(String providerOds) throws SQLException {
        try (Connection connection = database.getConnection(); PreparedStatement select = connection.prepareStatement(FIRST)) {
            Rows.set(select, providerOds, Instant.now());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? pending(row) : null;
            }
        }
    }

    /** Marks a delivery as made. */
    public void delivered(@Variable("delivery") PendingDelivery delivery) throws SQLException {
        update(DELIVERED, Instant.now(), delivery.sequence());
    }

    /** Puts a delivery off, longer each time. */
    public void failed(@Variable("delivery") PendingDelivery delivery, @ExchangeException Exception cause) throws SQLException {
        Duration doubled = first.multipliedBy(1L << Math.min(delivery.attempts(), 20));
        Duration wait = doubled.compareTo(longest) < 0 ? doubled : longest;
        LOG.warn("Delivery {} to {} has failed {} times ({}) and is tried again in {} s", delivery.sequence(),
                delivery.providerOds(), delivery.attempts() + 1, reason(cause), wait.toSeconds());
        update(FAILED, Instant.now().plus(wait), reason(cause), delivery.sequence());
    }

    private void update(String sql, Object... values) throws SQLException {
        try (Connection connection = database.getConnection(); PreparedStatement update = connection.prepareStatement(sql)) {
            Rows.set(update, values);
            update.executeUpdate();
            connection.commit();
        }
    }

    /** Why a delivery failed, in words fit for an operator's list. */
    private static String reason(Exception cause) {
        return cause instanceof HttpOperationFailedException http ? "HTTP " + http.getHttpResponseCode() : "not reached";
    }

    private static PendingDelivery pending(ResultSet row) throws SQLException {
        return new PendingDelivery(row.getLong("sequence"), row.getInt("attempts"), row.getString("id"),
                row.getString("identifier_value"), row.getString("trace_id"), row.getString("sender_asid"),
                row.getString("receiver_asid"), row.getString("interaction"), row.getString("provider_ods"), row.getString("body"));
    }
}
