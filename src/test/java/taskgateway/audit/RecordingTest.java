package taskgateway.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskgateway.fhir.Format;
import taskgateway.repeat.Claim;
import taskgateway.reply.Answer;
import taskgateway.request.Headers;
import taskgateway.request.Request;
import taskgateway.request.Via;
import taskgateway.store.journal.DeadMessage;
import taskgateway.store.journal.GatewayRun;
import taskgateway.store.journal.Journal;
import taskgateway.store.journal.MessageStart;
import taskgateway.store.sql.Database;
import taskgateway.store.sql.Statements;
import taskgateway.testkit.Slow;

/** A transaction that cannot be recorded is not shown as being worked on for ever, whatever it failed of. */
@Slow
class RecordingTest {

    @TempDir
    private Path data;
    private HikariDataSource database;
    private Journal journal;
    private Recording recording;

    @BeforeEach
    void start() {
        database = Database.open("jdbc:h2:" + data.resolve("db") + ";WRITE_DELAY=0", "gateway", "", 2);
        journal = new Journal(database, GatewayRun.begin(database, "gateway-a"));
        journal.start();
        recording = new Recording(journal, PatientHash.withKeyOf(data.resolve("patient.key")));
    }

    @AfterEach
    void stop() {
        journal.stop();
        database.close();
    }

    @Test
    void aClaimWhoseEndCannotBePutIntoARecordIsGivenUp() throws Exception {
        MessageStart start =
                MessageStart.of(Instant.now(), "JMS", "create", UUID.randomUUID().toString(), "200000000359",
                "918999198994", "B82617", "HOSTED_JMS", "digest");
        assertThat(journal.claim(start)).isTrue();
        Request request =
                new Request(Via.JMS, "POST", null, Headers.of(List.of()), new byte[0], Instant.now(), Instant.now());
        Answer noReason = new Answer(503, Map.of(), Format.JSON, "no resource", "");
        DeadMessage kept = new DeadMessage("", Instant.now(), "{}", "", null, "1");

        assertThatThrownBy(() ->
                recording.record(request, null, null, new Claim(start, null), null, null, null, noReason, kept))
                .isInstanceOf(RuntimeException.class);

        await().atMost(Duration.ofSeconds(60)).until(() -> state().equals("FAILED"));
    }

    private String state() throws Exception {
        try (Connection connection = database.getConnection()) {
            return (String) Statements.first(connection, "select state from message").orElseThrow().get("state");
        }
    }
}
