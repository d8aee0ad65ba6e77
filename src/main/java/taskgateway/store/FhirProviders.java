package taskgateway.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import taskgateway.store.journal.GatewayRun;
import taskgateway.store.sql.Statements;

/** What each gateway has seen of FHIR providers, for the operator's commands, which are other processes. */
public final class FhirProviders {

    private static final String FORGET = "delete from fhir_provider where gateway = ?";
    private static final String CHANGE =
            "update fhir_provider set breaker = ?, breaker_since = ?, failing_since = ? where gateway = ? and ods = ?";
    private static final String ADD =
            "insert into fhir_provider (breaker, breaker_since, failing_since, gateway, ods) values (?, ?, ?, ?, ?)";
    private static final String SEEN = """
            select f.ods, f.gateway, f.breaker, f.breaker_since, f.failing_since
            from fhir_provider f join gateway g on g.name = f.gateway
            where g.seen_at > current_timestamp - interval '%d' second order by f.ods, f.gateway"""
            .formatted(GatewayRun.DEAD_AFTER.toSeconds());

    private final DataSource database;
    private final GatewayRun run;

    /**
     * What a gateway has seen of a provider.
     *
     * @param breaker      the state of its circuit breaker: CLOSED, OPEN, HALF_OPEN
     * @param breakerSince since when
     * @param failingSince when the first call failed that no good one has followed; null when the last was good
     */
    public record Seen(String breaker, Instant breakerSince, Instant failingSince) {
    }

    public FhirProviders(DataSource database, GatewayRun run) {
        this.database = database;
        this.run = run;
    }

    /** Forgets what an earlier process of this name has seen: this one has called nobody yet. */
    public void forget() throws SQLException {
        try (Connection connection = database.getConnection()) {
            Statements.update(connection, FORGET, run.name());
            connection.commit();
        }
    }

    /** Writes what this gateway sees, by the provider's ODS code. */
    public void write(Map<String, Seen> seen) throws SQLException {
        try (Connection connection = database.getConnection()) {
            for (Map.Entry<String, Seen> provider : seen.entrySet()) {
                Seen it = provider.getValue();
                Object[] values = {it.breaker(), it.breakerSince(), it.failingSince(), run.name(), provider.getKey()};
                if (Statements.update(connection, CHANGE, values) == 0) {
                    Statements.update(connection, ADD, values);
                }
            }
            connection.commit();
        }
    }

    /** What the gateways that live have seen; a provider that one has not called yet is not among it. */
    public static List<Map<String, Object>> seen(Connection connection) throws SQLException {
        return Statements.rows(connection, SEEN);
    }
}
