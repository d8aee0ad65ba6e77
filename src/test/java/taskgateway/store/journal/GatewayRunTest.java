package taskgateway.store.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskgateway.store.sql.Database;
import taskgateway.store.sql.Outage;
import taskgateway.store.sql.Statements;
import taskgateway.testkit.Postgres;
import taskgateway.testkit.Slow;

/** A gateway thinks itself alive no longer than other gateways can think so, by what the database says. */
@Slow
class GatewayRunTest {

    private static final String SEEN =
            "select seen_at < current_timestamp - interval '7' second as long_ago from gateway where name = ?";

    @TempDir
    private Path data;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private Postgres postgres;
    private HikariDataSource database;

    @BeforeEach
    void start() throws Exception {
        postgres = Postgres.start(data);
        database = Database.open(postgres.url(), "postgres", "", 4);
    }

    @AfterEach
    void stop() throws Exception {
        threads.shutdownNow();
        database.close();
        postgres.close();
    }

    /**
     * The database dates what it is told at the beginning of the transaction, and so must the gateway, however long
     * that takes.
     */
    @Test
    void aTransactionThatTookLongTellsOfItsBeginningAndNotOfItsEnd() throws Exception {
        GatewayRun run = GatewayRun.begin(database, "gateway-a");
        GatewayRun.begin(database, "gateway-b");
        assertThat(run.isAlive()).isTrue();
        JournalWriter writer = new JournalWriter(database, run, new UnwrittenEnds(run), new Outage());
        Future<?> beat;
        Future<GatewayRun> begun;
        try (Connection lock = database.getConnection()) {
            Statements.rows(lock, "select name from gateway for update");
            beat = threads.submit(() -> writer.write(List.of()));
            begun = threads.submit(() -> GatewayRun.begin(database, "gateway-b"));
            await().until(() -> Statements.rows(lock, "select pid from pg_stat_activity where wait_event_type = 'Lock'")
                    .size() == 2);
            long waiting = System.nanoTime();
            await().until(() -> System.nanoTime() - waiting > GatewayRun.DEAD_AFTER.toNanos() / 2);
            lock.rollback();
        }
        beat.get();
        assertThat(longAgo("gateway-a")).isTrue();
        assertThat(run.isAlive()).isFalse();
        assertThat(longAgo("gateway-b")).isTrue();
        assertThat(begun.get().isAlive()).isFalse();

        writer.write(List.of());
        assertThat(longAgo("gateway-a")).isFalse();
        assertThat(run.isAlive()).isTrue();
    }

    private boolean longAgo(String name) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return (boolean) Statements.rows(connection, SEEN, name).get(0).get("long_ago");
        }
    }
}
