package taskgateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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

/** An attempt whose end could not be written is put back once, and never a later attempt in its place. */
@Slow
class UnwrittenAttemptTest {

    private static final String ODS = "B82617";
    private static final Duration SOON = Duration.ofMillis(1);

    @TempDir
    private Path data;
    private final CountDownLatch slow = new CountDownLatch(1);
    private volatile Thread slowLane;
    private HikariDataSource database;
    private Outbox outbox;

    @BeforeEach
    void open() throws SQLException {
        database = Database.open("jdbc:h2:" + data.resolve("db") + ";WRITE_DELAY=0", "gateway", "", 4);
        outbox = new Outbox(InterceptedDatabase.before(database, this::holdUpSlowLane),
                GatewayRun.begin(database, "gateway-a"), new OutboxPolicy(2, 9, SOON, SOON), List.of(ODS));
        AcceptedTask.store(database, ODS, "1", Instant.now());
    }

    @AfterEach
    void close() {
        slow.countDown();
        database.close();
    }

    @Test
    void aLaneThatIsSlowToPutAnAttemptBackDoesNotPutTheNextOneBack() throws Exception {
        endsUnwritten(taken());
        CompletableFuture<PendingDelivery> slowOne = CompletableFuture.supplyAsync(this::nextOnSlowLane);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> slowLane != null && slowLane.getState() == Thread.State.WAITING);

        assertThat(taken().attempt()).isEqualTo(2); // its second attempt is being made
        slow.countDown();

        assertThat(slowOne.get(60, TimeUnit.SECONDS)).isNull();
        assertThat(row("state")).isEqualTo("SENDING");
        assertThat(row("attempts")).isEqualTo(2);
    }

    @Test
    void anAttemptWhoseEndCouldNotBeWrittenIsMadeAgain() throws Exception {
        endsUnwritten(taken());
        assertThat(taken().attempt()).isEqualTo(2);
        assertThat(outbox.takeNext(ODS, false)).isNull();
    }

    @Test
    void theLateEndOfAnAttemptDoesNotEndTheNextOne() throws Exception {
        PendingDelivery first = taken();
        endsUnwritten(first);
        taken();
        outbox.noteFailure(first, new DeliveryFailure("not reached", true));
        assertThat(row("state")).isEqualTo("SENDING");
    }

    @Test
    void aQuestionThatCouldNotBeAskedIsNoAttempt() throws Exception {
        endsUnwritten(taken());
        PendingDelivery asked = await().atMost(Duration.ofSeconds(60))
                .until(() -> outbox.takeNext(ODS, true), Objects::nonNull);
        outbox.noteInDoubt(asked, new DeliveryFailure("the broker did not take it", true));
        assertThat(row("state")).isEqualTo("IN_DOUBT");
        assertThat(row("attempts")).isEqualTo(1);
        assertThat(row("last_failure")).isEqualTo("the broker did not take it");
    }

    private PendingDelivery taken() {
        return await().atMost(Duration.ofSeconds(60)).until(() -> outbox.takeNext(ODS, false), Objects::nonNull);
    }

    private PendingDelivery nextOnSlowLane() {
        slowLane = Thread.currentThread();
        return outbox.takeNext(ODS, false);
    }

    private void endsUnwritten(PendingDelivery delivery) throws SQLException {
        execute("alter table provider rename to provider_gone");
        assertThatThrownBy(() -> outbox.noteFailure(delivery, new DeliveryFailure("not reached", true)))
                .isInstanceOf(SQLException.class);
        execute("alter table provider_gone rename to provider");
    }

    /** The slow lane does not get a connection before it may go on. */
    private Void holdUpSlowLane() throws InterruptedException {
        if (Thread.currentThread() == slowLane) {
            slow.await();
        }
        return null;
    }

    private Object row(String column) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Statements.first(connection, "select " + column + " from delivery").orElseThrow().get(column);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection()) {
            Statements.update(connection, sql);
            connection.commit();
        }
    }
}
