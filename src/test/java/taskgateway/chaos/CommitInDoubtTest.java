package taskgateway.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskgateway.testkit.Postgres;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/**
 * The database goes away in the middle of a commit: a sender is not told that nothing was kept when it may have been.
 */
@Slow
class CommitInDoubtTest {

    private static final String ODS = Site.QUEUE;

    @TempDir
    private static Path data;
    private static Postgres postgres;
    private static CutProxy proxy;
    private static RunningGateway gateway;
    private static Sender sender;

    @BeforeAll
    static void start() throws Exception {
        postgres = Postgres.start(data);
        proxy = new CutProxy(postgres.port());
        // Prepared statements are sent in words each time, so that the proxy can read along.
        gateway = RunningGateway.start(data, Map.of("gateway.database.user", "postgres",
                "gateway.database.url", "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/postgres?prepareThreshold=0",
                "gateway.patient-key-file", data.resolve("patient.key").toString()));
        sender = new Sender(gateway);
    }

    @AfterEach
    void open() {
        proxy.cut(CutProxy.Cut.NONE);
        proxy.closeThen(false);
        await().atMost(Duration.ofSeconds(60)).until(() -> create(sender.createHeaders(ODS)).statusCode() == 201);
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.stop();
        proxy.close();
        postgres.close();
    }

    @Test
    void aCommitThatWasMadeAlthoughItsAnswerWasLostIsAcknowledged() throws Exception {
        Map<String, String> headers = sender.createHeaders(ODS);
        proxy.cut(CutProxy.Cut.AFTER);

        assertThat(create(headers).statusCode()).isEqualTo(201);
        assertThat(proxy.done()).isTrue();
        assertThat(stored(headers)).isEqualTo(1);
    }

    @Test
    void aCommitThatWasNotMadeIsRefusedAndItsSenderMayTryAgain() throws Exception {
        Map<String, String> headers = sender.createHeaders(ODS);
        proxy.cut(CutProxy.Cut.BEFORE);

        HttpResponse<String> answer = create(headers);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("Nothing was kept");
        assertThat(stored(headers)).isZero();
        await().until(() -> create(headers).statusCode() == 201);
        assertThat(stored(headers)).isEqualTo(1);
    }

    @Test
    void aCommitThatCannotBeLookedUpIsOfUnknownOutcomeUntilItsSenderAsksAgain() throws Exception {
        for (CutProxy.Cut cut : new CutProxy.Cut[] {CutProxy.Cut.AFTER, CutProxy.Cut.BEFORE}) {
            Map<String, String> headers = sender.createHeaders(ODS);
            proxy.cut(cut);
            proxy.closeThen(true);

            // A connection that an earlier cut has closed says 503 before any commit.
            await().atMost(Duration.ofSeconds(60)).until(() -> create(headers).body().contains("Outcome unknown"));
            assertThat(proxy.done()).isTrue();
            proxy.closeThen(false);
            await().atMost(Duration.ofSeconds(60)).until(() -> create(headers).statusCode() == 201);
            assertThat(stored(headers)).isEqualTo(1);
        }
    }

    private static HttpResponse<String> create(Map<String, String> headers) {
        return sender.create(ODS, headers, Sender.json());
    }

    private static long stored(Map<String, String> headers) throws Exception {
        try (Connection connection = DriverManager.getConnection(postgres.url(), "postgres", "");
                var select = connection.prepareStatement("select count(*) from task where trace_id = ?")) {
            select.setString(1, headers.get("Ssp-TraceID"));
            try (var row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
