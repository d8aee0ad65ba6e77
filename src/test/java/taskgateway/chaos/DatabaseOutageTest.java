package taskgateway.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskgateway.process.Ending;
import taskgateway.testkit.Postgres;
import taskgateway.testkit.Slow;

/**
 * The database goes under load: the log has one line of it and one of its end; one that nothing brings back ends the
 * process.
 */
@Slow
class DatabaseOutageTest {

    private static final int SENDERS = 4;

    @TempDir
    private Path data;

    @Test
    void anOutageUnderLoadIsOneLineAndItsEndAnother() throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger refused = new AtomicInteger();
        try (Postgres postgres = Postgres.start(data);
                WatchedGateway gateway = WatchedGateway.start(data.resolve("gateway"), postgres.settings())
                        .awaitReady()) {
            for (int i = 0; i < SENDERS; i++) {
                senders.submit(() -> {
                    while (!over.get()) {
                        refused.addAndGet(gateway.create("C83615").statusCode() == 503 ? 1 : 0);
                    }
                });
            }
            await().until(() -> !gateway.endpoint().taken().isEmpty());
            postgres.stop();
            await().until(() -> refused.get() > 3 * SENDERS);
            postgres.start();
            await().until(() -> gateway.told("The database works again after") == 1);
            over.set(true);
            assertThat(gateway.told("The database does not answer")).isEqualTo(1);
            assertThat(gateway.process().output())
                    .containsPattern("works again after \\d+ s: [1-9]\\d* requests were refused");
            assertThat(gateway.complaints()).as("warnings and errors").hasSizeLessThanOrEqualTo(3);
        } finally {
            senders.shutdownNow();
        }
    }

    @Test
    void aFullDiskOfPostgresIsCalledSo() throws Exception {
        try (Postgres postgres = Postgres.start(data);
                WatchedGateway gateway = WatchedGateway.start(data.resolve("gateway"), postgres.settings())
                        .awaitReady()) {
            execute(postgres, "create function full_disk() returns trigger language plpgsql as"
                    + " $$ begin raise exception using errcode = '53100'; end $$");
            execute(postgres,
                    "create trigger full_disk before insert on audit for each row execute function full_disk()");
            for (int i = 0; i < 5; i++) {
                HttpResponse<String> answer = gateway.create("C83615");
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.body()).contains("The service's store is full. Nothing was kept");
            }
            execute(postgres, "drop trigger full_disk on audit");
            assertThat(gateway.create("C83615").statusCode()).isEqualTo(201);
            await().until(() -> gateway.told("There is room for the database again after") == 1);
            assertThat(gateway.told("The disk of the database is full.")).isEqualTo(1);
            assertThat(gateway.complaints()).as("warnings and errors").hasSize(1);
        }
    }

    private static void execute(Postgres postgres, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(postgres.url(), "postgres", "")) {
            connection.createStatement().execute(sql);
        }
    }

    @Test
    void anEmbeddedDatabaseThatCannotBeOpenedAgainEndsTheProcess() throws Exception {
        try (WatchedGateway gateway = WatchedGateway.start(data.resolve("gateway"), Map.of()).awaitReady()) {
            assertThat(gateway.create("B82617").statusCode()).isEqualTo(201);
            closeAndSpoil(data.resolve("gateway"));
            assertThat(gateway.create("B82617").statusCode()).isEqualTo(503);
            assertThat(gateway.process().awaitEnd()).isEqualTo(Ending.STORE_LOST);
            assertThat(gateway.told("The embedded database has closed itself and cannot be opened again")).isEqualTo(1);
            assertThat(gateway.complaints()).as("warnings and errors").hasSizeLessThanOrEqualTo(3);
        }
    }

    /** As a disk does that loses what is on it. */
    private static void closeAndSpoil(Path folder) throws IOException, SQLException {
        String[] door = Files.readString(folder.resolve("db.door")).strip().split(" ");
        try (Connection connection =
                DriverManager.getConnection("jdbc:h2:tcp://127.0.0.1:" + door[0] + "/" + door[1], "gateway", "")) {
            Files.writeString(folder.resolve("db.mv.db"), "this is no database any more");
            connection.createStatement().execute("shutdown immediately");
        } catch (SQLException closed) {
            // the answer comes from what is closed
        }
    }
}
