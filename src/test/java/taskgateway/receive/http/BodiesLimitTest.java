package taskgateway.receive.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import taskgateway.testkit.Records;
import taskgateway.testkit.Refused;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;
import taskgateway.testkit.Wire;

/** All bodies together hold no more than they may, and who sends slowly holds it from nobody else. */
@Slow
class BodiesLimitTest {

    private static final int LIMIT = 1 << 18;
    private static final String ODS = "B82617";

    private static RunningGateway gateway;

    private final Sender sender = new Sender(gateway);
    private final Records records = new Records(gateway);
    private final List<Wire> slow = new ArrayList<>();
    private final List<String> traces = new ArrayList<>();

    @BeforeAll
    static void startWithRoomForOneLargeBody() throws Exception {
        gateway = RunningGateway.start(Files.createTempDirectory("task-gateway"), Map.of(
                "gateway.http.body-limit", Integer.toString(LIMIT), "gateway.http.bodies-limit",
                Integer.toString(LIMIT),
                // Who sends slowly gives way, and is not late.
                "gateway.http.receive-seconds", "3600", "gateway.http.idle-seconds", "7200"));
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
    }

    @AfterEach
    void leave() {
        slow.forEach(Wire::close);
    }

    @Test
    void aHundredWhoSendSlowlyLeaveRoomForSmallTasksAndGiveWayToALargeOne() throws Exception {
        for (int i = 0; i < 100; i++) {
            sendWithoutAnEnd(100_000);
        }
        assertThat(create(10_000).statusCode()).isEqualTo(201);
        assertThat(metrics()).doesNotContainPattern("(?m)^taskgateway_bodies_bytes\\S* 0\\.0$");
        Awaitility.await().until(() -> create(200_000).statusCode() == 201);
        assertThat(create(10_000).statusCode()).isEqualTo(201);

        for (int i = 0; i < slow.size(); i++) {
            assertToldAndRecordedIfRefused(i);
        }
        assertThat(records.number("select count(*) from audit where status = 503 and provider_ods = ?", ODS))
                .isPositive();
    }

    @Test
    void whatIsHeldIsFreeWhenItsAnswerHasLeft() {
        for (int i = 0; i < 5; i++) {
            assertThat(create(200_000).statusCode()).isEqualTo(201);
        }
        Awaitility.await()
                .untilAsserted(() -> assertThat(metrics()).containsPattern("(?m)^taskgateway_bodies_bytes\\S* 0\\.0$"));
    }

    private static String metrics() throws IOException, InterruptedException {
        URI page = URI.create("http://127.0.0.1:" + gateway.setting("gateway.management.port") + "/observe/metrics");
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString()).body();
    }

    private void assertToldAndRecordedIfRefused(int i) throws SQLException {
        if (records.number("select count(*) from audit where trace_id = ?", traces.get(i)) == 0) {
            return; // it still has its place
        }
        Wire.WireAnswer answer = slow.get(i).answer();
        assertThat(Refused.of(answer).status()).isEqualTo(503);
        assertThat(Refused.of(answer).issues()).containsExactly("transient");
        assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
        assertThat(answer.header("Connection")).isEqualTo("close");
        assertThat(answer.text()).contains("Nothing was sent");
    }

    private void sendWithoutAnEnd(int bytes) {
        Map<String, String> headers = sender.createHeaders(ODS);
        headers.putAll(Map.of("Host", "x", "Content-Length", Integer.toString(bytes + 1)));
        Wire wire = new Wire(gateway);
        slow.add(wire);
        traces.add(headers.get("Ssp-TraceID"));
        wire.send(Wire.request("POST /" + ODS + "/DSTU2/1/Order HTTP/1.1", headers, "")).trySend(new byte[bytes]);
    }

    private HttpResponse<String> create(int bytes) {
        String task = Sender.json();
        Map<String, String> headers = sender.createHeaders(ODS);
        headers.put("Prefer", "return=minimal");
        return sender.create(ODS, headers, task.replace("Please", "x".repeat(bytes - task.length()) + " Please"));
    }
}
