package taskgateway.desk;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import taskgateway.desk.Operator.ActedOn;
import taskgateway.directory.Provider;
import taskgateway.store.audit.OperatorAction;
import taskgateway.store.sql.Statements;

/** Providers, and deliveries to hosted ones, a provider at a time. */
public final class ProviderDesk {

    private static final String FIND = "select paused_at, paused_by, paused_why from provider where ods = ?";
    private static final String PAUSE =
            "update provider set paused_at = ?, paused_by = ?, paused_why = ? where ods = ? and paused_at is null";
    private static final String RESUME = """
            update provider set paused_at = null, paused_by = null, paused_why = null
            where ods = ? and paused_at is not null""";

    /** Failures stay counted: if it is not there yet, the next wait is as long as it would have been. */
    private static final String REACH = "update provider set retry_at = null where ods = ? and retry_at > ?";
    private static final String DELIVER = """
            update delivery set next_attempt_at = null
            where provider_ods = ? and state in ('PENDING', 'IN_DOUBT') and next_attempt_at > ?""";
    private static final String PENDING =
            "select count(*) as n from delivery where provider_ods = ? and state in ('PENDING', 'IN_DOUBT')";
    private static final String WORK_ON =
            "update dead_letter set retry_at = ? where provider_ods = ? and state = 'WAITING' and retry_at > ?";

    private final DataSource database;

    /**
     * What is tried now.
     *
     * @param deliveries so many
     * @param messages   so many
     */
    public record Tried(int deliveries, int messages) {
    }

    public ProviderDesk(DataSource database) {
        this.database = database;
    }

    /**
     * The state of each provider: of the directory, and of those besides that the database knows.
     *
     * @param directory the providers of the directory, by their ODS codes
     */
    public List<ProviderState> list(Map<String, Provider> directory) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return ProviderRows.of(directory, connection);
        }
    }

    /**
     * Holds back deliveries to a hosted provider; tasks for it are taken as before.
     *
     * @throws NotDone when it is paused already, or no hosted provider
     */
    public void pause(String ods, Operator operator) throws SQLException {
        OperatorAction.doAudited(database, (connection, audit) -> {
            Map<String, Object> provider = hosted(connection, ods);
            if (Statements.update(connection, PAUSE, Instant.now(), operator.name(), operator.why(), ods) == 0) {
                throw new NotDone(paused(ods, provider));
            }
            audit.accept(operator.record("provider pause " + ods, ActedOn.provider(ods)));
            return null;
        });
    }

    /**
     * Goes on with deliveries to a paused provider.
     *
     * @throws NotDone when it is not paused, or no hosted provider
     */
    public void resume(String ods, Operator operator) throws SQLException {
        OperatorAction.doAudited(database, (connection, audit) -> {
            hosted(connection, ods);
            if (Statements.update(connection, RESUME, ods) == 0) {
                throw new NotDone(ods + " is not paused");
            }
            audit.accept(operator.record("provider resume " + ods, ActedOn.provider(ods)));
            return null;
        });
    }

    /**
     * Has what waits for a provider's next try tried now: deliveries to a hosted one, JMS messages for any.
     *
     * @throws NotDone when nothing waits for it, or it is paused
     */
    public Tried retry(String ods, Operator operator) throws SQLException {
        return OperatorAction.doAudited(database, (connection, audit) -> {
            Tried tried = tryNow(connection, ods);
            if (tried.deliveries() + tried.messages() == 0) {
                throw new NotDone("nothing waits for " + ods);
            }
            audit.accept(operator.record("provider retry " + ods, ActedOn.provider(ods)));
            return tried;
        });
    }

    private static Tried tryNow(Connection connection, String ods) throws SQLException {
        Instant now = Instant.now();
        Optional<Map<String, Object>> hosted = Statements.first(connection, FIND, ods);
        if (hosted.isPresent() && hosted.get().get("paused_at") != null) {
            throw new NotDone(paused(ods, hosted.get()) + ". Resume it first");
        }
        boolean waited = Statements.update(connection, REACH, ods, now) > 0;
        int put = Statements.update(connection, DELIVER, ods, now);
        if (waited) {
            put = ((Long) Statements.first(connection, PENDING, ods).orElseThrow().get("n")).intValue();
        }
        return new Tried(put, Statements.update(connection, WORK_ON, now, ods, now));
    }

    private static Map<String, Object> hosted(Connection connection, String ods) throws SQLException {
        return Statements.first(connection, FIND, ods).orElseThrow(() -> new NotDone(ods
                + " is no hosted provider of this gateway: deliveries to others cannot be paused, their tasks are sent"
                + " while the sender waits"));
    }

    private static String paused(String ods, Map<String, Object> provider) {
        Instant since = ((Instant) provider.get("paused_at")).truncatedTo(ChronoUnit.SECONDS);
        return ods + " is paused already, since " + since + " by " + provider.get("paused_by") + ": "
                + provider.get("paused_why");
    }
}
