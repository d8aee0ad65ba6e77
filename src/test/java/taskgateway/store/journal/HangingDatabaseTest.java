package taskgateway.store.journal;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskgateway.rules.Refusal;
import taskgateway.store.Outbox;
import taskgateway.store.OutboxPolicy;
import taskgateway.store.audit.AuditChain;
import taskgateway.store.audit.AuditRecord;
import taskgateway.store.sql.Database;
import taskgateway.store.sql.Outage;
import taskgateway.store.sql.Statements;
import taskgateway.testkit.Slow;

/** A database that neither does what it is to nor says that it cannot: senders are told in time. */
@Slow
class HangingDatabaseTest {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    @TempDir
    private Path data;
    private HikariDataSource database;
    private GatewayRun run;
    private Journal journal;

    @BeforeEach
    void open() {
        database = Database.open("jdbc:h2:" + data.resolve("db") + ";WRITE_DELAY=0;LOCK_TIMEOUT=600000", "gateway", "",
                4);
        run = GatewayRun.begin(database, "gateway-a");
        new Outbox(database, run, new OutboxPolicy(1, 10, PATIENCE, PATIENCE), List.of("B82617"));
        journal = new Journal(database, run, new Outage(), PATIENCE);
        journal.start();
    }

    @AfterEach
    void close() {
        journal.stop();
        database.close();
    }

    @Test
    void aRequestThatCannotBeClaimedInTimeIsRefusedAndItsClaimIsEndedLater() throws Exception {
        MessageStart start = UnwrittenEndsTest.start();
        try (Connection other = database.getConnection();
                AuditChain held = AuditChain.lock(other, run.name(), run.id())) {
            assertThatThrownBy(() -> journal.claim(start)).isInstanceOf(Refusal.class)
                    .satisfies(refused -> assertThat(((Refusal) refused).outcome().status()).isEqualTo(503));
            assertThat(state(start)).isNull();
            other.rollback();
        }
        await().until(() -> "FAILED".equals(state(start)));
    }

    @Test
    void ofATaskWhoseEndIsWrittenLateTheOutcomeIsUnknownAndARepeatLearnsIt() throws Exception {
        MessageStart start = UnwrittenEndsTest.start();
        // The first commit of a database that has just been opened may take longer than a test is patient.
        await().until(() -> isClaimed(start));
        try (Connection other = database.getConnection();
                AuditChain held = AuditChain.lock(other, run.name(), run.id())) {
            assertThatThrownBy(() -> journal.record(accepted(start))).isInstanceOf(Refusal.class)
                    .satisfies(refused -> assertThat(((Refusal) refused).outcome().status()).isEqualTo(504));
            assertThat(state(start)).isEqualTo("RUNNING");
            other.rollback();
        }
        await().until(() -> "ACCEPTED".equals(state(start)));
    }

    private boolean isClaimed(MessageStart start) throws SQLException {
        return "RUNNING".equals(state(start)) || journal.claim(start);
    }

    private static Transaction accepted(MessageStart start) {
        AuditRecord audit = new AuditRecord(Instant.now(), "HTTP",
                new AuditRecord.AuditHeaders("create", start.traceId(), "200000000359", "918999198994", "B82617"),
                AuditRecord.UserAuthority.NONE, new AuditRecord.Subject("Patient/1", "1", "1"), 201, "OK", null);
        HostedTask task = new HostedTask("1", "1", "B82617", "918999198994", "200000000359", start.traceId(), "urn:x",
                "1", Instant.now(), null, null, null, "create", "{}");
        return new Transaction(audit, start, true,
                new MessageEnd(MessageState.ACCEPTED, 201, "OK", null, null, null, "1", "1", null), task, null);
    }

    /** What the message log shows; null where there is nothing. */
    private String state(MessageStart start) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Statements.first(connection, "select state from message where id = ?", start.id())
                    .map(row -> (String) row.get("state")).orElse(null);
        }
    }
}
