package taskgateway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import taskgateway.process.Ending;
import taskgateway.rules.Refusal;
import taskgateway.store.Messages;
import taskgateway.store.Tasks;
import taskgateway.store.journal.GatewayRun;
import taskgateway.store.journal.JournalEntry;
import taskgateway.store.journal.JournalWriter;
import taskgateway.store.journal.MessageStart;
import taskgateway.store.journal.Transaction;
import taskgateway.store.journal.UnwrittenEnds;
import taskgateway.testkit.Slow;

/**
 * Whoever is refused since the database failed is told of in the log: in words, by the database's own state, without a
 * trace.
 */
@Slow
class OutageTest {

    /** What H2 says where a table is not there. */
    private static final String NO_TABLE = "SQL state 42S02";

    @TempDir
    private Path data;
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();
    private HikariDataSource database;

    @BeforeEach
    void open() {
        database = Database.open("jdbc:h2:file:" + data.resolve("db"), "gateway", "", 2);
        events.start();
        root.addAppender(events);
    }

    @AfterEach
    void close() {
        root.detachAppender(events);
        database.close();
    }

    @Test
    void aRequestThatCannotBeToldFromARepeat() throws SQLException {
        Messages messages = new Messages(database);
        execute("alter table message rename to message_gone");
        assertThatThrownBy(() -> messages.ofAttempt(UUID.randomUUID(), "200000000359")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> messages.ofContent("x")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> messages.claimContent(UUID.randomUUID(), "x")).isInstanceOf(Refusal.class);
        assertThat(logged()).hasSize(3).containsOnly("A request cannot be told from a repeat: " + NO_TABLE);
    }

    @Test
    void aTaskThatCannotBeRead() throws SQLException {
        execute("alter table task rename to task_gone");
        assertThatThrownBy(() -> new Tasks(database).find("B82617", "x", null, "200000000359", length -> { }))
                .isInstanceOf(Refusal.class);
        assertThat(logged()).containsExactly("A task cannot be read: " + NO_TABLE);
    }

    /** Of an outage the journal tells, once. */
    @Test
    void aDatabaseThatIsAway() {
        GatewayRun run = GatewayRun.begin(database, "gateway-1");
        JournalWriter writer = new JournalWriter(database, run, new UnwrittenEnds(run), new Outage());
        database.close();
        assertThatThrownBy(() -> new Tasks(database).find("B82617", "x", null, "200000000359", length -> { }))
                .isInstanceOf(Refusal.class);
        writer.write(List.of(JournalEntry.claim(start())));
        writer.write(List.of());
        assertThat(logged())
                .containsExactly(
                        "The database does not answer. Requests are refused, and messages go back to their queue,"
                + " until it works again");
    }

    @Test
    void aGatewayWhoseNameAnotherHas() {
        GatewayRun run = GatewayRun.begin(database, "gateway-1");
        GatewayRun.begin(database, "gateway-1");
        Ending ending = new Ending();
        run.whenLost(() -> ending.end(Ending.NAME_LOST, "The name is lost"));
        write(run, JournalEntry.claim(start()));
        write(run, JournalEntry.claim(start()));
        assertThat(run.isAlive()).isFalse();
        assertThat(ending.status()).isEqualTo(Ending.NAME_LOST);
        assertThat(logged()).containsExactly("The name is lost. This gateway ends with exit status 78");
    }

    @Test
    void aFaultOfOurOwn() {
        GatewayRun run = GatewayRun.begin(database, "gateway-1");
        write(run, JournalEntry.end(new Transaction(null, start(), false, null, null, null)));
        assertThat(logged()).contains("A transaction is not committed: not the database failed, but this program");
    }

    private void write(GatewayRun run, JournalEntry... entries) {
        new JournalWriter(database, run, new UnwrittenEnds(run), new Outage()).write(List.of(entries));
    }

    private static MessageStart start() {
        return MessageStart.of(Instant.now(), "HTTP", "i", UUID.randomUUID().toString(), "1", "2", "B82617",
                "FHIR", "d");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection()) {
            Statements.update(connection, sql);
            connection.commit();
        }
    }

    /** By this test's thread: gateways of other tests may be running. */
    private List<String> logged() {
        List<ILoggingEvent> own = events.list.stream().filter(event -> event.getLoggerName().startsWith("taskgateway.")
                && event.getThreadName().equals(Thread.currentThread().getName())).toList();
        assertThat(own).allMatch(event -> event.getThrowableProxy() == null);
        return own.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
