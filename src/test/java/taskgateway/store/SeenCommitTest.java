package taskgateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskgateway.store.journal.GatewayRun;
import taskgateway.store.journal.MessageStart;
import taskgateway.store.journal.MessageState;
import taskgateway.store.sql.Database;
import taskgateway.store.sql.Statements;
import taskgateway.testkit.Slow;

/** The embedded database shows a commit to others before it is in the file: nobody acts on it before it is there. */
@Slow
class SeenCommitTest {

    private static final String ODS = "B82617";
    private static final String ASID = "200000000359";
    private static final int CONNECTIONS = 4;

    @TempDir
    private Path data;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HikariDataSource database;
    private GatewayRun run;

    @BeforeEach
    void open() {
        HeldFile.release();
        database = Database.open("jdbc:h2:" + HeldFile.PREFIX + data.resolve("db") + ";WRITE_DELAY=0", "gateway", "",
                CONNECTIONS);
        run = GatewayRun.begin(database, "gateway-a");
    }

    @AfterEach
    void close() {
        HeldFile.release();
        threads.shutdown();
        database.close();
    }

    @Test
    void aReceiptWhoseDeliveryIsMarkedAlreadyIsNotReadBeforeThatIsInTheFile() throws Exception {
        Outbox outbox = new Outbox(database, run, new OutboxPolicy(1, 5, Duration.ofMillis(1), Duration.ofMillis(1)),
                List.of(ODS));
        long sequence = pendingDelivery();

        heldUntilTheOtherIsInTheFile(
                () -> outbox.noteDelivered(ODS, sequence, 0),
                () -> outbox.noteDelivered(ODS, sequence, 0));
    }

    @Test
    void aRepeatIsNotToldOfAnAnswerThatIsNotInTheFile() throws Exception {
        Messages messages = new Messages(database);
        MessageStart start = start();
        execute("insert into message (id, run, state, received_at, via, trace, from_asid, held, content_key) values (?,"
                + " ?, 'RUNNING', ?,"
                + " 'HTTP', ?, ?, true, 'key')", start.id(), run.id(), start.receivedAt(), start.trace(), ASID);

        heldUntilTheOtherIsInTheFile(
                () -> execute("update message set state = 'ACCEPTED', status = 201 where id = ?", start.id()),
                () -> assertThat(messages.ofAttempt(start.trace(), ASID).orElseThrow().state())
                        .isEqualTo(MessageState.ACCEPTED));
        heldUntilTheOtherIsInTheFile(
                () -> execute("update message set status = 200 where id = ?", start.id()),
                () -> assertThat(messages.ofContent("key").orElseThrow().status()).isEqualTo(200));
    }

    @Test
    void aTaskIsNotReadBeforeItIsInTheFile() throws Exception {
        Tasks tasks = new Tasks(database);

        heldUntilTheOtherIsInTheFile(
                this::pendingDelivery,
                () -> assertThat(tasks.find(ODS, "1", null, ASID, length -> { })).isPresent());
    }

    private interface Step {
        void take() throws Exception;
    }

    /**
     * The first has committed, and its commit is on its way to the file: the second, which sees it, does not end before
     * it.
     */
    private void heldUntilTheOtherIsInTheFile(Step first, Step second) throws Exception {
        // A connection that is made while nothing is written waits as well, and would hide what is looked for.
        await().atMost(Duration.ofSeconds(60))
                .until(() -> database.getHikariPoolMXBean().getIdleConnections() == CONNECTIONS);
        HeldFile.hold();
        CompletableFuture<Void> writes = begin(first);
        await().atMost(Duration.ofSeconds(60)).until(HeldFile::isWaitedFor);
        CompletableFuture<Void> sees = begin(second);
        assertThatThrownBy(() -> sees.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
        assertThat(writes).isNotDone();
        HeldFile.release();
        writes.get(60, TimeUnit.SECONDS);
        sees.get(60, TimeUnit.SECONDS);
    }

    private CompletableFuture<Void> begin(Step step) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                step.take();
                return null;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }, threads);
    }

    private long pendingDelivery() throws SQLException {
        execute("insert into task (id, version_id, provider_ods, sender_asid, trace_id, identifier_value, received_at,"
                + " interaction, body)"
                + " values ('1', '1', ?, ?, ?, '1', ?, 'create', '{\"resourceType\": \"Order\"}')", ODS, ASID,
                UUID.randomUUID().toString(), Instant.now());
        execute("insert into delivery (task_id, provider_ods, receiver_asid, state, attempts, replays, next_attempt_at)"
                + " values ('1', ?, '918999198994', 'SENDING', 1, 0, ?)", ODS, Instant.now());
        return read(connection -> (Long) Statements.first(connection, "select sequence from delivery").orElseThrow()
                .get("sequence"));
    }

    private static MessageStart start() {
        return MessageStart.of(Instant.now(), "HTTP", null, UUID.randomUUID().toString(), ASID, null, ODS,
                "HOSTED_JMS", null);
    }

    private void execute(String sql, Object... values) throws SQLException {
        read(connection -> Statements.update(connection, sql, values));
    }

    private interface Work<T> {
        T in(java.sql.Connection connection) throws SQLException;
    }

    private <T> T read(Work<T> work) throws SQLException {
        try (java.sql.Connection connection = database.getConnection()) {
            T result = work.in(connection);
            connection.commit();
            return result;
        }
    }
}
