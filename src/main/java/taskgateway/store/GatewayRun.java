package taskgateway.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/**
 * This process, as the database knows it: a gateway has a name that outlives it, under which it keeps its audit chain, and a
 * run that is this process alone. Of two processes with one name the later one has it, and the earlier one can write no more.
 */
public final class GatewayRun {

    /** A gateway that has not shown for this long that it lives is dead, and others take over its work. */
    public static final Duration DEAD_AFTER = Duration.ofSeconds(15);

    private static final String NEW =
            "insert into gateway (name, run, seen_at, last_sequence, last_hash) values (?, ?, current_timestamp, 0, ?) on conflict do nothing";
    private static final String TAKE = "update gateway set run = ?, seen_at = current_timestamp where name = ?";

    private final String name;
    private final String id = UUID.randomUUID().toString();
    private final AtomicLong seen = new AtomicLong();

    private GatewayRun(String name) {
        this.name = name;
    }

    /**
     * Takes a name for this process.
     *
     * @throws IllegalArgumentException when no gateway can have the name
     * @throws IllegalStateException    when the database does not take it
     */
    public static GatewayRun begin(DataSource database, String name) {
        if (name.length() > 64 || name.equals(AuditChain.OPERATORS)) {
            throw new IllegalArgumentException("setting gateway.name (environment variable GATEWAY_NAME) is longer than 64"
                    + " characters, or the name of the operators' commands");
        }
        GatewayRun run = new GatewayRun(name);
        long start = System.nanoTime();
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement(NEW);
                PreparedStatement take = connection.prepareStatement(TAKE)) {
            Rows.set(insert, name, run.id, AuditChain.BEGINNING);
            insert.executeUpdate();
            Rows.set(take, run.id, name);
            take.executeUpdate();
            connection.commit();
            run.seen(start);
            return run;
        } catch (SQLException e) {
            throw new IllegalStateException("the database of gateway.database.url does not take this gateway's name", e);
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
    void seen(long nanos) {
        seen.set(nanos);
    }

    /**
     * Whether no other gateway can think this one dead yet, for a while longer: what would be done twice if another took the
     * work over is begun only then.
     */
    public boolean lives() {
        return System.nanoTime() - seen.get() < DEAD_AFTER.toNanos() / 2;
    }
}
