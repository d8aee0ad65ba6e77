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
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.store.journal.GatewayRun;
import taskgateway.store.journal.HostedTask;
import taskgateway.store.journal.TakeOver;
import taskgateway.store.journal.TaskRows;
import taskgateway.store.sql.Database;
import taskgateway.store.sql.Statements;
import taskgateway.testkit.Postgres;
import taskgateway.testkit.Slow;

/**
 * A gateway that was thought dead, and goes on, writes nothing about a delivery that another has taken over from it.
 */
@Slow
class TakenOverDeliveryTest {

    private static final String ODS = "B82617";
    private static final String ROW = "select state, run, attempts, last_failure from delivery where sequence = ?";

    @TempDir
    private static Path data;
    private static Postgres postgres;
    private static Map<String, HikariDataSource> databases;

    /** A gateway's part in it. */
    private record GatewayAtDatabase(GatewayRun run, Outbox outbox, TakeOver takeOver) {

        static GatewayAtDatabase begin(HikariDataSource database, String name) {
            GatewayRun run = GatewayRun.begin(database, name);
            // It would be dead after its only try.
            OutboxPolicy policy = new OutboxPolicy(1, 1, Duration.ofMillis(1), Duration.ofMillis(1));
            return new GatewayAtDatabase(run, new Outbox(database, run, policy, List.of(ODS)),
                    new TakeOver(database, run));
        }

        PendingDelivery next() {
            return outbox.takeNext(ODS, false);
        }

        /** The other has been silent for too long: this one takes the delivery over, and makes it. */
        void takesOverFrom(HikariDataSource database, GatewayAtDatabase other, PendingDelivery delivery)
                throws SQLException {
            execute(database, "update gateway set seen_at = current_timestamp - interval '20' second where run = ?",
                    other.run.id());
            takeOver.takeOverDeadRuns();
            assertThat(next().sequence()).isEqualTo(delivery.sequence());
            assertMadeBy(database, this, delivery);
        }
    }

    @BeforeAll
    static void start() throws Exception {
        postgres = Postgres.start(data);
        databases = Map.of("PostgreSQL", Database.open(postgres.url(), "postgres", "", 4),
                "H2", Database.open("jdbc:h2:file:" + data.resolve("db") + ";WRITE_DELAY=0", "gateway", "", 4));
    }

    @AfterAll
    static void stop() throws Exception {
        databases.values().forEach(HikariDataSource::close);
        postgres.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"H2", "PostgreSQL"})
    void whatCameOfADeliveryIsNotWrittenOnceAnotherGatewayMakesIt(String kind) throws Exception {
        HikariDataSource database = databases.get(kind);
        GatewayAtDatabase first = GatewayAtDatabase.begin(database, "a-" + kind);
        GatewayAtDatabase second = GatewayAtDatabase.begin(database, "b-" + kind);
        PendingDelivery delivery = taken(database, first);
        second.takesOverFrom(database, first, delivery);

        first.outbox.noteFailure(delivery, new DeliveryFailure("HTTP 500", false));
        assertMadeBy(database, second, delivery);
        first.outbox.noteInDoubt(delivery, new DeliveryFailure("the broker did not take it", false));
        assertMadeBy(database, second, delivery);
        assertThat(rows(database, "select id from dead_letter")).isEmpty();

        second.outbox.noteDelivered(ODS, delivery.sequence(), 0);
        assertThat(row(database, delivery)).containsEntry("state", "DELIVERED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"H2", "PostgreSQL"})
    void whatADatabaseThatWasAwayWasNotToldIsNotPutBackOnceAnotherGatewayMakesIt(String kind) throws Exception {
        HikariDataSource database = databases.get(kind);
        GatewayAtDatabase first = GatewayAtDatabase.begin(database, "c-" + kind);
        GatewayAtDatabase second = GatewayAtDatabase.begin(database, "d-" + kind);
        PendingDelivery delivery = taken(database, first);
        failsWithoutItsTable(database, first, delivery);
        second.takesOverFrom(database, first, delivery);

        assertThat(first.next()).isNull();
        assertMadeBy(database, second, delivery);

        second.outbox.noteDelivered(ODS, delivery.sequence(), 0);
        assertThat(first.next()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"H2", "PostgreSQL"})
    void whatADatabaseThatWasAwayWasNotToldIsPutBackWhereNobodyElseMakesIt(String kind) throws Exception {
        HikariDataSource database = databases.get(kind);
        GatewayAtDatabase first = GatewayAtDatabase.begin(database, "e-" + kind);
        PendingDelivery delivery = taken(database, first);
        failsWithoutItsTable(database, first, delivery);

        // Put back and, where the database's clock is the coarser one, taken a moment later.
        assertThat(await().until(first::next, Objects::nonNull).sequence()).isEqualTo(delivery.sequence());
        assertThat(row(database, delivery)).containsEntry("attempts", 2).containsEntry("run", first.run.id());
        first.outbox.noteDelivered(ODS, delivery.sequence(), 0);
    }

    private static PendingDelivery taken(HikariDataSource database, GatewayAtDatabase gateway) throws SQLException {
        String id = UUID.randomUUID().toString();
        try (Connection connection = database.getConnection(); TaskRows tasks = new TaskRows(connection)) {
            tasks.add(new HostedTask(id, "1", ODS, "918999198994", "200000000359", id, null, id, Instant.now(), null,
                    null, null, "urn:nhs:names:services:gpconnect:fhir:rest:create:order-1", "{}"));
            tasks.insert();
            connection.commit();
        }
        PendingDelivery delivery = gateway.next();
        assertThat(delivery.taskId()).isEqualTo(id);
        return delivery;
    }

    private static void failsWithoutItsTable(HikariDataSource database, GatewayAtDatabase gateway,
            PendingDelivery delivery) throws SQLException {
        execute(database, "alter table delivery rename to delivery_gone");
        assertThatThrownBy(() -> gateway.outbox.noteFailure(delivery, new DeliveryFailure("HTTP 500", false)))
                .isInstanceOf(SQLException.class);
        execute(database, "alter table delivery_gone rename to delivery");
    }

    private static void assertMadeBy(HikariDataSource database, GatewayAtDatabase gateway, PendingDelivery delivery)
            throws SQLException {
        assertThat(row(database, delivery)).containsEntry("state", "SENDING").containsEntry("run", gateway.run.id())
                .containsEntry("attempts", 2).containsEntry("last_failure", null);
    }

    private static Map<String, Object> row(HikariDataSource database, PendingDelivery delivery) throws SQLException {
        return rows(database, ROW, delivery.sequence()).get(0);
    }

    private static List<Map<String, Object>> rows(HikariDataSource database, String sql, Object... values)
            throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Statements.rows(connection, sql, values);
        }
    }

    private static void execute(HikariDataSource database, String sql, Object... values) throws SQLException {
        try (Connection connection = database.getConnection()) {
            Statements.update(connection, sql, values);
            connection.commit();
        }
    }
}
