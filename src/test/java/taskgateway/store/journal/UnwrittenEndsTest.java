package taskgateway.store.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskgateway.store.audit.AuditChain;
import taskgateway.store.sql.Database;
import taskgateway.store.sql.Outage;
import taskgateway.store.sql.Statements;
import taskgateway.testkit.Slow;

/** What the log shows as being worked on is ended when the database is back, a bounded part of it at a time. */
@Slow
class UnwrittenEndsTest {

    private static final String STATE = "select count(*) as n from message where state = ?";

    @TempDir
    private Path data;
    private HikariDataSource database;
    private GatewayRun run;
    private UnwrittenEnds loose;

    @BeforeEach
    void open() {
        database = Database.open("jdbc:h2:" + data.resolve("db") + ";WRITE_DELAY=0;LOCK_TIMEOUT=60000",
                "gateway", "", 2);
        run = GatewayRun.begin(database, "gateway-a");
        loose = new UnwrittenEnds(run);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void manyAreEndedInManyCommitsEachOfABoundedNumber() throws Exception {
        List<MessageStart> running = running(2 * UnwrittenEnds.TOGETHER + 1);
        running.forEach(start -> loose.noteEnd(end(start, true)));

        List<Long> ended = new ArrayList<>();
        try (Connection connection = database.getConnection()) {
            for (int commit = 1; commit <= 3; commit++) {
                loose.write(connection);
                ended.add(count("FAILED"));
            }
        }

        assertThat(ended).containsExactly((long) UnwrittenEnds.TOGETHER, 2L * UnwrittenEnds.TOGETHER,
                2L * UnwrittenEnds.TOGETHER + 1);
        assertThat(loose.size()).isZero();
        assertThat(count("RUNNING")).isZero();
    }

    @Test
    void whatTheDatabaseDoesNotTakeIsGivenToItTheNextTime() throws Exception {
        running(1).forEach(start -> loose.noteEnd(end(start, true)));
        execute("alter table message rename to message_gone");
        try (Connection connection = database.getConnection()) {
            loose.write(connection);
        } catch (SQLException refused) {
            assertThat(loose.size()).isEqualTo(1);
        }
        execute("alter table message_gone rename to message");
        try (Connection connection = database.getConnection()) {
            loose.write(connection);
        }
        assertThat(count("FAILED")).isEqualTo(1);
    }

    @Test
    void aClaimWhoseCommitIsStillBeingMadeIsEndedAfterIt() throws Exception {
        MessageStart start = start();
        CompletableFuture<Void> ends;
        try (Connection slow = database.getConnection();
                AuditChain chain = AuditChain.lock(slow, run.name(), run.id());
                MessageRows rows = new MessageRows(slow, run.id())) {
            rows.claim(start);
            rows.insertClaims();
            loose.noteClaim(start);
            ends = CompletableFuture.runAsync(this::write);
            assertThatThrownBy(() -> ends.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
            slow.commit();
        }
        ends.get(60, TimeUnit.SECONDS);
        assertThat(count("FAILED")).isEqualTo(1);
    }

    private void write() {
        try (Connection connection = database.getConnection()) {
            loose.write(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatNeverReachedTheDatabaseIsNotNoted() {
        database.close();
        JournalWriter writer = new JournalWriter(database, run, loose, new Outage());
        for (int i = 0; i < 1000; i++) {
            writer.write(List.of(JournalEntry.claim(start()), JournalEntry.end(end(start(), false))));
        }
        assertThat(loose.size()).isZero();
    }

    @Test
    void theEndOfWhatWasClaimedIsNoted() {
        database.close();
        new JournalWriter(database, run, loose, new Outage()).write(List.of(JournalEntry.end(end(start(), true))));
        assertThat(loose.size()).isEqualTo(1);
    }

    private List<MessageStart> running(int count) throws SQLException {
        List<MessageStart> starts = new ArrayList<>();
        try (Connection connection = database.getConnection();
                MessageRows rows = new MessageRows(connection, run.id())) {
            for (int i = 0; i < count; i++) {
                MessageStart start = start();
                rows.claim(start);
                starts.add(start);
            }
            rows.insertClaims();
            connection.commit();
        }
        return starts;
    }

    static MessageStart start() {
        return MessageStart.of(Instant.now(), "HTTP", "create", UUID.randomUUID().toString(), "200000000359",
                "918999198994", "B82617", "HOSTED_JMS", "digest");
    }

    private static Transaction end(MessageStart start, boolean claimed) {
        return new Transaction(null, start, claimed,
                new MessageEnd(MessageState.ACCEPTED, 201, "OK", null, null, null, null, null, null), null, null);
    }

    private long count(String state) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return (Long) Statements.first(connection, STATE, state).orElseThrow().get("n");
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection()) {
            Statements.update(connection, sql);
            connection.commit();
        }
    }
}
