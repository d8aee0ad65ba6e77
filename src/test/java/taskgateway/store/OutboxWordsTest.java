package taskgateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import taskgateway.store.journal.GatewayRun;
import taskgateway.store.sql.Database;
import taskgateway.testkit.AcceptedTask;
import taskgateway.testkit.Slow;

/** What the log says of deliveries that fail: of each end one thing, and of a receiver that is not there only once. */
@Slow
class OutboxWordsTest {

    private static final String ODS = "B82617";

    @TempDir
    private Path data;
    private final Logger log = (Logger) LoggerFactory.getLogger("taskgateway.outbox");
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();
    private HikariDataSource database;
    private Outbox outbox;

    @BeforeEach
    void open() throws SQLException {
        database = Database.open("jdbc:h2:" + data.resolve("db") + ";WRITE_DELAY=0", "gateway", "", 4);
        outbox = new Outbox(database, GatewayRun.begin(database, "gateway-a"),
                new OutboxPolicy(1, 3, Duration.ofMillis(1), Duration.ofMillis(1)), List.of(ODS));
        AcceptedTask.store(database, ODS, "1", Instant.now());
        events.start();
        log.addAppender(events);
    }

    @AfterEach
    void close() {
        log.detachAppender(events);
        database.close();
    }

    @Test
    void theLastFailureSaysThatAnOperatorIsWaitedForAndNotThatItIsTriedAgain() throws SQLException {
        for (int i = 0; i < 3; i++) {
            outbox.noteFailure(taken(), new DeliveryFailure("answered HTTP 500", false));
        }
        assertThat(logged()).containsExactly(
                "Delivery 1 to B82617 has failed (try 1): answered HTTP 500. It is tried again in 1 s; trace id"
                + " trace-1",
                "Delivery 1 to B82617 has failed (try 2): answered HTTP 500. It is tried again in 1 s; trace id"
                + " trace-1",
                "Delivery 1 has failed 3 times, the last time: answered HTTP 500. It waits for an operator");
    }

    @Test
    void aReceiverThatIsNotThereIsToldOnceAndOnceWhenItIsThereAgain() throws SQLException {
        outbox.noteFailure(taken(), new DeliveryFailure("not reached: connection refused", true));
        outbox.noteFailure(taken(), new DeliveryFailure("not reached: connection refused", true));
        PendingDelivery last = taken();
        outbox.noteDelivered(ODS, last.sequence(), last.replays());
        outbox.noteDelivered(ODS, last.sequence(), last.replays());
        assertThat(logged()).containsExactly(
                "Delivery 1 to B82617 has failed (try 1): not reached: connection refused. It is tried again in 1 s;"
                + " trace id trace-1",
                "B82617 takes deliveries again");
    }

    @Test
    void anOutageOfTheBrokerIsNotToldOfEachDelivery() throws SQLException {
        outbox.noteInDoubt(taken(), new DeliveryFailure("the broker did not take it", true, true));
        assertThat(logged()).isEmpty();
    }

    private PendingDelivery taken() {
        return await().until(() -> outbox.takeNext(ODS, false), Objects::nonNull);
    }

    /** By this test's thread: gateways of other tests may be running. */
    private List<String> logged() {
        return events.list.stream().filter(event -> event.getThreadName().equals(Thread.currentThread().getName()))
                .map(ILoggingEvent::getFormattedMessage).toList();
    }
}
