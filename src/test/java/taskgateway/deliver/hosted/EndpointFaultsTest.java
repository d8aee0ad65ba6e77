package taskgateway.deliver.hosted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static taskgateway.testkit.Responses.response;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import taskgateway.testkit.FakeProvider;
import taskgateway.testkit.Records;
import taskgateway.testkit.Responses;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/**
 * Whatever a legacy system's endpoint does, the outbox says what became of the task, and no other provider waits for
 * it.
 */
@Slow
class EndpointFaultsTest {

    private static final int LIMIT_SECONDS = 3;
    private static final CountDownLatch NEVER = new CountDownLatch(1);
    private static final String ROW = """
            select d.state, d.attempts, d.last_failure from delivery d join task t on t.id = d.task_id where t.trace_id = ?""";

    @TempDir
    private static Path data;
    private static FakeProvider endpoint;
    private static RunningGateway gateway;
    private static Records records;
    private static Sender sender;

    @BeforeAll
    static void start() throws Exception {
        endpoint = new FakeProvider();
        Path directory =
                Files.writeString(data.resolve("directory.yaml"), Files.readString(Path.of("config/directory.yaml"))
                .replace("{{simulator.base}}/legacy/C83615/tasks", endpoint.address() + "/tasks"));
        gateway = RunningGateway.start(data,
                Map.of("gateway.directory", directory.toString(), "simulator.enabled", "false",
                        "gateway.deliver.seconds", Integer.toString(LIMIT_SECONDS), "gateway.deliver.poll-millis", "50",
                "gateway.deliver.retry-longest-seconds", "1"));
        records = new Records(gateway);
        sender = new Sender(gateway);
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.stop();
        endpoint.close();
    }

    /** Also after a test that failed: its task must not stand before the next one's. */
    @AfterEach
    void recover() {
        endpoint.says(response(200, null, ""));
        await().until(() -> records.number("select count(*) from delivery where state <> 'DELIVERED'") == 0);
    }

    private static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of("a reset after reading", "connection broken off",
                        does((request, caller) -> FakeProvider.reset(caller))),
                Arguments.of("a close without answer", "connection broken off",
                        does((request, caller) -> caller.close())),
                Arguments.of("half a head", "connection broken off", does((request, caller) -> {
                    caller.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-".getBytes());
                    caller.close();
                })),
                Arguments.of("silence", "did not answer within 3 s", does((request, caller) -> NEVER.await())),
                Arguments.of("dripping headers", "did not answer within 3 s",
                        does((request, caller) -> drip(caller, "HTTP/1.1 200 OK\r\n", "X: x\r\n"))),
                Arguments.of("dripping interim answers", "did not answer within 3 s",
                        does((request, caller) -> drip(caller, "", "HTTP/1.1 100 Continue\r\n\r\n"))),
                Arguments.of("500 with a dripping body", "answered HTTP 500",
                        does((request, caller) ->
                                drip(caller, "HTTP/1.1 500 Oops\r\nContent-Length: 100000\r\n\r\n", "x"))),
                Arguments.of("500 with a body without end", "answered HTTP 500",
                        does((request, caller) -> flood(caller, "HTTP/1.1 500 Oops\r\n\r\n"))),
                Arguments.of("503 with Retry-After", "answered HTTP 503",
                        says(response(503, null, "", "Retry-After: 1"))),
                Arguments.of("429 with Retry-After", "answered HTTP 429",
                        says(response(429, null, "", "Retry-After: 1"))),
                Arguments.of("no HTTP", "connection broken off", does((request, caller) -> {
                    caller.getOutputStream().write("220 legacy.example ESMTP\r\n".repeat(200).getBytes());
                    caller.close();
                })));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("failures")
    void aTaskIsPostedAgainUntilItIsTaken(String name, String failure, FakeProvider.Behaviour behaviour)
            throws Exception {
        int before = endpoint.all();
        endpoint.does(behaviour);
        String trace = accept("C83615");
        awaitFailedTwice(trace, failure);
        recover(trace);
        assertThat(endpoint.all() - before).as("a post for each attempt, and no other")
                .isEqualTo((int) records.rows(ROW, trace).get(0).get("attempts"));
    }

    @Test
    void aResetBeforeTheRequestWasReadIsTriedAgainToo() throws Exception {
        endpoint.slams();
        String trace = accept("C83615");
        awaitFailedTwice(trace, "connection broken off");
        assertThat(endpoint.received()).isEmpty();
        recover(trace);
    }

    private static Stream<Arguments> successes() {
        return Stream.of(
                Arguments.of("200 with HTML", says(response(200, "text/html", "<html>Welcome</html>"))),
                Arguments.of("201 with rubbish", says(response(201, Responses.JSON, "{\"resourceType\":"))),
                Arguments.of("204", says("HTTP/1.1 204 No Content\r\n\r\n")),
                Arguments.of("200 after a third of the time", does((request, caller) -> {
                    NEVER.await(LIMIT_SECONDS * 1000L / 3, TimeUnit.MILLISECONDS);
                    caller.getOutputStream().write(response(200, null, "").getBytes());
                })),
                Arguments.of("200 with a dripping body",
                        does((request, caller) ->
                                drip(caller, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", "x"))),
                Arguments.of("200 with a body without end",
                        does((request, caller) -> flood(caller, "HTTP/1.1 200 OK\r\n\r\n"))),
                Arguments.of("200 with a body that breaks off", does((request, caller) -> {
                    caller.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nx".getBytes());
                    FakeProvider.reset(caller);
                })));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("successes")
    void twoHundredsAreADeliveryWhateverTheirBody(String name, FakeProvider.Behaviour behaviour) throws Exception {
        endpoint.does(behaviour);
        String trace = accept("C83615");
        await().until(() -> endpoint.received().size() == 1);
        othersAreDelivered();
        await().untilAsserted(() -> assertThat(records.rows(ROW, trace).get(0))
                .containsEntry("state", "DELIVERED").containsEntry("attempts", 1).containsEntry("last_failure", null));
        assertThat(endpoint.received()).hasSize(1);
        endpoint.says(response(200, null, ""));
        String next = accept("C83615");
        await().until(() -> endpoint.received().size() == 1);
        assertThat(endpoint.received().get(0).one("Ssp-TraceID")).isEqualTo(next);
    }

    /** While the endpoint still fails, it has been tried again, the outbox says so, and others are delivered to. */
    private static void awaitFailedTwice(String trace, String failure) {
        await().untilAsserted(() -> assertThat(records.rows(ROW, trace).get(0))
                .containsEntry("state", "PENDING").containsEntry("last_failure", failure).satisfies(
                        row -> assertThat((int) row.get("attempts")).isGreaterThanOrEqualTo(2)));
        othersAreDelivered();
    }

    /** The endpoint takes the task, and says so once. */
    private static void recover(String trace) throws Exception {
        endpoint.says(response(200, null, ""));
        await().untilAsserted(() -> assertThat(records.rows(ROW, trace).get(0))
                .containsEntry("state", "DELIVERED").containsEntry("last_failure", null));
        assertThat(endpoint.received()).last().satisfies(post -> {
            assertThat(post.one("Ssp-TraceID")).isEqualTo(trace);
            assertThat(post.body()).startsWith("{\"resourceType\":\"Order\"").endsWith("}");
        });
    }

    private static void othersAreDelivered() {
        String other = accept("B82617");
        await().until(() -> "DELIVERED".equals(records.rows(ROW, other).get(0).get("state")));
    }

    private static String accept(String ods) {
        Map<String, String> headers = sender.createHeaders(ods);
        assertThat(sender.create(ods, headers, Sender.json()).statusCode()).isEqualTo(201);
        return headers.get("Ssp-TraceID");
    }

    private static FakeProvider.Behaviour does(FakeProvider.Behaviour behaviour) {
        return behaviour;
    }

    private static FakeProvider.Behaviour says(String response) {
        return (request, caller) -> caller.getOutputStream().write(response.getBytes());
    }

    /** Never silent for long, and never done. */
    private static void drip(Socket caller, String first, String drop) throws IOException, InterruptedException {
        caller.getOutputStream().write(first.getBytes());
        while (!NEVER.await(50, TimeUnit.MILLISECONDS)) {
            caller.getOutputStream().write(drop.getBytes());
        }
    }

    private static void flood(Socket caller, String first) throws IOException {
        caller.getOutputStream().write(first.getBytes());
        byte[] more = "x".repeat(8192).getBytes();
        while (!caller.isClosed()) {
            caller.getOutputStream().write(more);
        }
    }
}
