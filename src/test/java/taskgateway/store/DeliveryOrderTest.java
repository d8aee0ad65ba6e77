package taskgateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskgateway.store.journal.GatewayRun;
import taskgateway.store.sql.Database;
import taskgateway.store.sql.Statements;
import taskgateway.testkit.AcceptedTask;
import taskgateway.testkit.InterceptedDatabase;
import taskgateway.testkit.Slow;

/** What is to be delivered at once is first whatever the clocks say: none of a provider's tasks passes another. */
@Slow
class DeliveryOrderTest {

    private static final String ODS = "B82617";
    private static final Duration SOON = Duration.ofMillis(1);

    @TempDir
    private Path data;
    private HikariDataSource database;
    private Outbox outbox;

    @BeforeEach
    void open() throws SQLException {
        database = Database.open("jdbc:h2:" + data.resolve("db") + ";WRITE_DELAY=0", "gateway", "", 4);
        outbox = new Outbox(database, GatewayRun.begin(database, "gateway-a"), new OutboxPolicy(1, 9, SOON, SOON),
                List.of(ODS));
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** A lane has looked at the clock, and sees the delivery as it became due a moment later. */
    @Test
    void aTaskThatWasNotSentAfterAllIsNotPassedByALaneThatLookedBefore() throws SQLException {
        AcceptedTask.store(database, ODS, "1", Instant.now());
        AcceptedTask.store(database, ODS, "2", Instant.now());
        assertThat(outbox.takeNext(ODS, true).sequence()).isEqualTo(1);
        inDoubt(1);
        Outbox lane = new Outbox(InterceptedDatabase.before(database, () -> {
            outbox.noteNotSent(1, 0, 1);
            return null;
        }), GatewayRun.begin(database, "gateway-b"), new OutboxPolicy(1, 9, SOON, SOON), List.of());

        assertThat(lane.takeNext(ODS, true).sequence()).isEqualTo(1);
    }

    @Test
    void aTaskThatAGatewayWithAFastClockAcceptedIsNotPassed() throws SQLException {
        AcceptedTask.store(database, ODS, "1", Instant.now().plusSeconds(30));
        AcceptedTask.store(database, ODS, "2", Instant.now());

        assertThat(outbox.takeNext(ODS, true).sequence()).isEqualTo(1);
    }

    private void inDoubt(long sequence) throws SQLException {
        try (Connection connection = database.getConnection()) {
            Statements.update(connection, "update delivery set state = 'IN_DOUBT', run = null where sequence = ?",
                    sequence);
            connection.commit();
        }
    }
}
