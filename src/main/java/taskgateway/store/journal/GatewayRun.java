package taskgateway.store.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import taskgateway.store.audit.AuditChain;
import taskgateway.store.sql.Statements;

/**
 * This process, as the database knows it: a gateway has a name that outlives it, under which it keeps its audit chain,
 * and a run that is this process alone.
 *
 * <p>Of two processes with one name the one that runs keeps it: a mistake in the settings of a new gateway must not
 * stop one that works. Whoever starts looks whether the name's last run shows that it lives, and takes the name as soon
 * as that run has been silent for so long that it begins nothing any more: a gateway that was killed is kept out for no
 * more than a few seconds. Where the name is taken from a run that lives after all, as it was held up for long, that
 * run can write no more, and ends.
 */
public final class GatewayRun {

    /** A gateway that has not shown for this long that it lives is dead, and others take over its work. */
    public static final Duration DEAD_AFTER = Duration.ofSeconds(15);

    private static final String NEW =
            "insert into gateway (name, run, seen_at, last_sequence, last_hash) values (?, ?, current_timestamp, 0, ?)"
            + " on conflict do nothing";
    private static final String TAKE =
            "update gateway set run = ?, seen_at = current_timestamp where name = ? and run = ?";
    private static final String LAST = """
            select run, seen_at, seen_at < current_timestamp - interval '%d' second as silent
            from gateway where name = ?"""
            .formatted(DEAD_AFTER.toSeconds() / 2 + 1);
    /** So many different signs of life cannot be the last ones of a run that was killed. */
    private static final int SIGNS = 3;
    private static final int LOOK_MILLIS = 250;

    private final String name;
    private final String id = UUID.randomUUID().toString();
    private final AtomicLong seen = new AtomicLong();
    private volatile boolean lost;
    private volatile Runnable whenLost = () -> { };

    private GatewayRun(String name) {
        this.name = name;
    }

    /**
     * Takes a name for this process, once no other can have it.
     *
     * @throws NameTaken                when another that lives has it
     * @throws IllegalArgumentException when no gateway can have the name
     * @throws IllegalStateException    when the database does not take it
     */
    public static GatewayRun begin(DataSource database, String name) {
        if (name.length() > 64 || name.equals(AuditChain.OPERATORS)) {
            throw new IllegalArgumentException(
                    "setting gateway.name (environment variable GATEWAY_NAME) is longer than 64"
                    + " characters, or the name of the operators' commands");
        }
        GatewayRun run = new GatewayRun(name);
        try (Connection connection = database.getConnection()) {
            run.noteSeen(System.nanoTime());
            boolean taken = Statements.update(connection, NEW, name, run.id, AuditChain.BEGINNING) == 1;
            connection.commit();
            while (!taken) {
                String before = silentRun(connection, name);
                run.noteSeen(System.nanoTime());
                taken = Statements.update(connection, TAKE, run.id, name, before) == 1;
                connection.commit();
            }
            return run;
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "the database of gateway.database.url does not take this gateway's name", e);
        }
    }

    /** The name's last run, once it can do nothing any more. */
    private static String silentRun(Connection connection, String name) throws SQLException {
        Set<Object> signs = new HashSet<>();
        while (true) {
            Map<String, Object> last =
                    Statements.first(connection, LAST, name).orElseThrow(() -> new SQLException("no name"));
            connection.commit(); // the next look is at another time of the database
            // The file of an embedded database is locked by who has it open: nobody else is there.
            if (Boolean.TRUE.equals(last.get("silent")) || isEmbedded(connection)) {
                return (String) last.get("run");
            }
            signs.add(last.get("seen_at"));
            if (signs.size() == SIGNS) {
                throw new NameTaken(name);
            }
            LockSupport.parkNanos(Duration.ofMillis(LOOK_MILLIS).toNanos());
        }
    }

    private static boolean isEmbedded(Connection connection) throws SQLException {
        return connection.isWrapperFor(JdbcConnection.class)
                && connection.unwrap(JdbcConnection.class).getSession() instanceof SessionLocal;
    }

    /** Says what is to be done when another process has taken the name. */
    public void whenLost(Runnable action) {
        whenLost = action;
    }

    /** Another process has taken the name. */
    void loseName() {
        if (!lost) {
            lost = true;
            whenLost.run();
        }
    }

    /** The gateway's name. */
    public String name() {
        return name;
    }

    /** The id of this process's run. */
    public String id() {
        return id;
    }

    /**
     * Notes that the database has been told that this run lives.
     *
     * @param nanos the {@link System#nanoTime()} before the transaction that told it began: the database dates it so
     */
    void noteSeen(long nanos) {
        seen.set(nanos);
    }

    /**
     * Whether no other gateway can think this one dead yet, for a while longer: what would be done twice if another
     * took the work over is begun only then.
     */
    public boolean isAlive() {
        return !lost && System.nanoTime() - seen.get() < DEAD_AFTER.toNanos() / 2;
    }
}
