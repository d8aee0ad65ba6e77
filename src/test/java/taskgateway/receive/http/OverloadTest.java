package taskgateway.receive.http;

import static org.assertj.core.api.Assertions.assertThat;
import static taskgateway.testkit.LimitedGateway.FREE;
import static taskgateway.testkit.LimitedGateway.HOSTED;
import static taskgateway.testkit.LimitedGateway.ODS;
import static taskgateway.testkit.LimitedGateway.WAITING;
import static taskgateway.testkit.LimitedGateway.WORKERS;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import taskgateway.testkit.Expect;
import taskgateway.testkit.LimitedGateway;
import taskgateway.testkit.Records;
import taskgateway.testkit.Refused;
import taskgateway.testkit.Responses;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;
import taskgateway.testkit.Wire;

/**
 * More requests than can be served in time: the rest learn at once that nothing was sent, and what was taken on is
 * done.
 */
@ExtendWith(LimitedGateway.Shared.class)
@Slow
class OverloadTest {

    private final LimitedGateway limited;
    private final Sender sender;
    private final Records records;
    private final ExecutorService senders = Executors.newCachedThreadPool();
    private final CountDownLatch release = new CountDownLatch(1);

    OverloadTest(LimitedGateway limited) {
        this.limited = limited;
        this.sender = limited.sender(FREE);
        this.records = new Records(limited.gateway);
    }

    @AfterEach
    void end() {
        release.countDown();
        senders.shutdown();
    }

    @Test
    void whatCannotBeServedInTimeIsRefusedAtOnceAndWhatWasAcknowledgedIsThere() throws Exception {
        assertThat(create(HOSTED).statusCode()).as("what checks answers is warm").isEqualTo(201);
        List<CompletableFuture<HttpResponse<String>>> worked = blockWorkers();
        List<CompletableFuture<HttpResponse<String>>> waiting = send(WAITING - 1, HOSTED);
        Wire gone = new Wire(limited.gateway);
        gone.send(create(sender.createHeaders(HOSTED), Sender.json()));
        awaitWaiting(WAITING);
        gone.close();

        // At once: while all that was taken on is still being worked on, or waits.
        IntStream.range(0, 30).parallel().forEach(i -> assertRefusedAtOnce());
        assertRefusedBeforeItsBodyIsSent();
        assertThat(worked).noneMatch(CompletableFuture::isDone);
        assertThat(waiting).noneMatch(CompletableFuture::isDone);

        release.countDown();
        for (CompletableFuture<HttpResponse<String>> answer : worked) {
            assertThat(answer.get().statusCode()).isEqualTo(201);
        }
        assertThat(limited.provider.received()).hasSize(WORKERS);
        for (CompletableFuture<HttpResponse<String>> answer : waiting) {
            HttpResponse<String> stored = answer.get();
            assertThat(stored.statusCode()).isEqualTo(201);
            assertThat(records.number("select count(*) from task where trace_id = ?", trace(stored))).isEqualTo(1);
        }
        awaitWaiting(0);
        assertThat(create(HOSTED).statusCode()).isEqualTo(201);
    }

    private List<CompletableFuture<HttpResponse<String>>> blockWorkers() {
        limited.provider.does((request, caller) -> {
            release.await();
            caller.getOutputStream().write(Responses.created(request, "o1").getBytes());
        });
        // One by one: all at once may be more than may wait, before a worker has taken the first.
        List<CompletableFuture<HttpResponse<String>>> worked = new ArrayList<>();
        for (int i = 1; i <= WORKERS; i++) {
            int taken = i;
            worked.addAll(send(1, ODS));
            Awaitility.await().pollInterval(Duration.ofMillis(20))
                    .until(() -> limited.provider.received().size() == taken);
        }
        return worked;
    }

    private List<CompletableFuture<HttpResponse<String>>> send(int tasks, String ods) {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < tasks; i++) {
            answers.add(CompletableFuture.supplyAsync(() -> create(ods), senders));
        }
        return answers;
    }

    private void awaitWaiting(int requests) {
        Awaitility.await().pollInterval(Duration.ofMillis(50)).untilAsserted(() -> assertThat(
                limited.metric("resilience4j_bulkhead_available_concurrent_calls", "name=\"waiting\""))
                        .isEqualTo(WAITING - requests));
    }

    private void assertRefusedAtOnce() {
        HttpResponse<String> answer = create(HOSTED);

        Expect.proxy(answer, 503, "transient");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.body()).contains("Nothing was sent");
        try {
            assertThat(records.audit(trace(answer))).containsEntry("status", 503);
        } catch (java.sql.SQLException e) {
            throw new AssertionError(e);
        }
    }

    private void assertRefusedBeforeItsBodyIsSent() {
        Map<String, String> headers = sender.createHeaders(HOSTED);
        headers.put("Content-Length", "1000000");
        Wire.WireAnswer answer = Wire.exchange(limited.gateway, create(headers, ""));
        assertThat(Refused.of(answer).status()).isEqualTo(503);
    }

    private HttpResponse<String> create(String ods) {
        return sender.create(ods, sender.createHeaders(ods), Sender.json());
    }

    private static String create(Map<String, String> headers, String body) {
        headers.put("Host", "x");
        return Wire.request("POST /" + HOSTED + "/DSTU2/1/Order HTTP/1.1", headers, body);
    }

    private static String trace(HttpResponse<String> answer) {
        return answer.headers().firstValue("Ssp-TraceID").orElseThrow();
    }
}
