package taskgateway.store.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskgateway.testkit.Records;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/** What is acknowledged is stored; what cannot be stored is not acknowledged. */
@Slow
class JournalTest {

    @TempDir
    private Path data;
    private final ExecutorService threads = Executors.newFixedThreadPool(16);
    private RunningGateway gateway;
    private Records records;
    private Sender sender;

    @BeforeEach
    void start() throws Exception {
        gateway = RunningGateway.start(data, Map.of());
        records = new Records(gateway);
        sender = new Sender(gateway);
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        gateway.stop();
    }

    @Test
    void everyAcknowledgedTaskOfManyAtOnceIsStoredAndTheAuditSequenceHasNoGap() throws Exception {
        List<HttpResponse<String>> answers = concurrently(200, () -> create(sender.createHeaders("B82617")));
        assertThat(answers).allMatch(answer -> answer.statusCode() == 201);
        for (HttpResponse<String> answer : answers) {
            String id = answer.headers().firstValue("Location").orElseThrow().replaceAll(".*/Order/|/_history.*", "");
            assertThat(records.number("select count(*) from task where id = ?", id)).isEqualTo(1);
        }
        assertThat(records.rows("""
                select count(*) as n, count(distinct trace_id) as t, min(sequence) as a, max(sequence) as z from audit"""))
                .containsExactly(Map.of("n", 200L, "t", 200L, "a", 1L, "z", 200L));
        assertThat(records.number("select count(*) from delivery")).isEqualTo(200);
    }

    @Test
    void anEntryThatCannotBeWrittenDoesNotFailItsNeighbours() throws Exception {
        records.execute("alter table audit add constraint poison check (user_id is null or trace_id not like '0000%')");
        List<Map<String, String>> requests = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            Map<String, String> headers = sender.createHeaders("B82617");
            headers.computeIfPresent("Ssp-TraceID", (name, id) -> "1111" + id.substring(4));
            requests.add(headers);
        }
        for (int i = 0; i < 64; i += 16) {
            requests.get(i).computeIfPresent("Ssp-TraceID", (name, id) -> "0000" + id.substring(4));
        }
        List<Future<HttpResponse<String>>> answers = threads.invokeAll(requests.stream()
                .map(headers -> (Callable<HttpResponse<String>>) () -> create(headers)).toList());
        for (int i = 0; i < 64; i++) {
            assertThat(answers.get(i).get().statusCode()).isEqualTo(i % 16 == 0 ? 503 : 201);
        }
        assertThat(records.number("select count(*) from task")).isEqualTo(60);
        assertThat(records.number("select max(sequence) from audit")).isEqualTo(60);
    }

    @Test
    void withoutItsTablesTheGatewayAcknowledgesNothingAndRecoversByItself() throws Exception {
        records.execute("alter table audit rename to audit_gone");
        for (String ods : List.of("B82617", "C83615")) {
            assertUnavailable(sender.create(ods, sender.createHeaders(ods), Sender.json()));
        }
        assertThat(records.number("select count(*) from task")).isZero();
        assertThat(records.number("select count(*) from delivery")).isZero();
        records.execute("alter table audit_gone rename to audit");
        assertThat(create(sender.createHeaders("B82617")).statusCode()).isEqualTo(201);
    }

    @Test
    void withoutItsDatabaseEveryCallerIsToldInTimeAndTheGatewayRecoversByItself() throws Exception {
        try (Connection other = records.open()) {
            other.createStatement().execute("set exclusive 2"); // ends all other connections, and lets in no new one
            // They are told while the database is away.
            concurrently(32, () -> create(sender.createHeaders("B82617"))).forEach(JournalTest::assertUnavailable);
            other.createStatement().execute("set exclusive 0");
            assertThat(records.number("select count(*) from task")).isZero();
            await().until(() -> create(sender.createHeaders("B82617")).statusCode() == 201);
            assertThat(records.number("select max(sequence) - count(*) from audit")).isZero();
        }
    }

    private HttpResponse<String> create(Map<String, String> headers) {
        return sender.create("B82617", headers, Sender.json());
    }

    private List<HttpResponse<String>> concurrently(int times, Callable<HttpResponse<String>> call) throws Exception {
        List<HttpResponse<String>> answers = new ArrayList<>();
        for (Future<HttpResponse<String>> answer
                : threads.invokeAll(Stream.generate(() -> call).limit(times).toList())) {
            answers.add(answer.get());
        }
        return answers;
    }

    private static void assertUnavailable(HttpResponse<String> answer) {
        assertThat(answer.body()).contains("OperationOutcome", "transient").doesNotContain("SQL", "gone");
        assertThat(answer.statusCode()).isEqualTo(503);
    }
}
