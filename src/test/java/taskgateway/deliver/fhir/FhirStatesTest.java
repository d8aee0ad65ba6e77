package taskgateway.deliver.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.testkit.Expect;
import taskgateway.testkit.FakeProvider;
import taskgateway.testkit.FhirGateway;
import taskgateway.testkit.Records;
import taskgateway.testkit.Responses;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/**
 * Whatever a FHIR provider does, the message log says what became of the task, and another gets its tasks meanwhile.
 */
@ExtendWith(FhirGateway.Shared.class)
@Slow
class FhirStatesTest {

    private static final CountDownLatch NEVER = new CountDownLatch(1);

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final FhirGateway fhir;
    private final Records records;

    FhirStatesTest(FhirGateway fhir) {
        this.fhir = fhir;
        this.records = new Records(fhir.gateway);
    }

    @AfterEach
    void stop() {
        thread.shutdownNow();
    }

    private static Stream<Arguments> faults() {
        return Stream.of(
                fault("a task that is taken", 201, "DELIVERED", say(request -> Responses.created(request, "s1"))),
                fault("a refusal", 422, "REFUSED", say(request -> Responses.response(422, Responses.JSON,
                        Responses.outcome(Responses.issue("invalid", "INVALID_RESOURCE", "no"))))),
                fault("a task that is taken after a third of the time", 201, "DELIVERED", (request, caller) -> {
                    NEVER.await(FhirGateway.DEADLINE_SECONDS * 1000L / 3, TimeUnit.MILLISECONDS);
                    caller.getOutputStream().write(Responses.created(request, "s1").getBytes(StandardCharsets.UTF_8));
                }),
                fault("a reset", 504, "UNKNOWN", (request, caller) -> FakeProvider.reset(caller)),
                fault("a close without an answer", 504, "UNKNOWN", (request, caller) -> caller.close()),
                fault("half a head", 504, "UNKNOWN", (request, caller) -> {
                    caller.getOutputStream().write("HTTP/1.1 201 Created\r\nLocat".getBytes(StandardCharsets.US_ASCII));
                    caller.close();
                }),
                fault("silence", 504, "UNKNOWN", (request, caller) -> NEVER.await()),
                fault("a dripping body", 504, "UNKNOWN", FhirStatesTest::drip),
                fault("200 with HTML", 502, "FAILED",
                        say(request -> Responses.response(200, "text/html", "<html>Welcome</html>"))),
                fault("201 with rubbish", 504, "UNKNOWN",
                        say(request -> Responses.response(201, Responses.JSON, "{\"resourceType\":"))),
                fault("500", 500, "UNKNOWN", say(request -> Responses.response(500, Responses.JSON,
                        Responses.outcome(Responses.issue("exception", "INTERNAL_SERVER_ERROR", "no"))))),
                fault("500 with HTML", 502, "FAILED",
                        say(request -> Responses.response(500, "text/html", "<html>Oops</html>"))),
                fault("503 with Retry-After", 503, "FAILED", say(request -> Responses.response(503, Responses.JSON,
                        Responses.outcome(Responses.issue("transient", "INTERNAL_SERVER_ERROR", "later")),
                        "Retry-After: 7"))));
    }

    @ParameterizedTest(name = "{0}: {1}, {2}")
    @MethodSource("faults")
    void theMessageLogSaysWhatBecameOfTheTask(String name, int status, String state, FakeProvider.Behaviour behaviour)
            throws Exception {
        fhir.provider.does(behaviour);
        Map<String, String> headers = fhir.sender.createHeaders(FhirGateway.ODS);
        Future<HttpResponse<String>> coming =
                thread.submit(() -> fhir.sender.create(FhirGateway.ODS, headers, Sender.json()));
        otherIsDelivered();
        HttpResponse<String> answer = coming.get();

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertState(headers, state, status);
        assertThat(fhir.provider.received()).hasSize(1);
        otherIsDelivered();
    }

    @Test
    void aResetBeforeTheTaskWasReadIsAnUnknownOutcomeToo() throws Exception {
        fhir.provider.slams();
        Map<String, String> headers = fhir.sender.createHeaders(FhirGateway.ODS);
        Expect.outcomeUnknown(fhir.sender.create(FhirGateway.ODS, headers, Sender.json()));
        assertState(headers, "UNKNOWN", 504);
        otherIsDelivered();
    }

    @ParameterizedTest
    @ValueSource(strings = {FhirGateway.REFUSES, FhirGateway.UNKNOWN, FhirGateway.SILENT, FhirGateway.NO_TLS})
    void aTaskThatWasNeverSentHasFailed(String ods) throws Exception {
        Map<String, String> headers = fhir.sender.createHeaders(ods);
        Expect.nothingSent(fhir.sender.create(ods, headers, Sender.json()));
        assertState(headers, "FAILED", 502);
        otherIsDelivered();
    }

    @Test
    void aProviderThatIsSlowSlowsNoOther() throws Exception {
        fhir.provider.does(FhirStatesTest::drip);
        fhir.other.does(say(request -> Responses.created(request, "o1")));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            var slow = Stream.generate(() -> threads.submit(() -> fhir.create(FhirGateway.ODS))).limit(8).toList();
            org.awaitility.Awaitility.await().until(() -> fhir.provider.received().size() == 8);
            assertThat(fhir.create(FhirGateway.OTHER).statusCode()).isEqualTo(201);
            assertThat(slow).noneMatch(Future::isDone);
            for (Future<HttpResponse<String>> answer : slow) {
                assertThat(answer.get().statusCode()).isEqualTo(504);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void otherIsDelivered() {
        fhir.other.does(say(request -> Responses.created(request, "o1")));
        assertThat(fhir.create(FhirGateway.OTHER).statusCode()).isEqualTo(201);
    }

    private void assertState(Map<String, String> headers, String state, int status) throws Exception {
        assertThat(records.rows("select state, status, held from message where trace_id = ?",
                headers.get("Ssp-TraceID")))
                .singleElement().satisfies(row -> {
                    assertThat(row).containsEntry("state", state).containsEntry("status", status);
                    // After a failure the same trace id is a new try; after anything else it is a repeat.
                    assertThat(row.get("held") == null).isEqualTo(state.equals("FAILED"));
                });
    }

    private static Arguments fault(String name, int status, String state, FakeProvider.Behaviour behaviour) {
        return Arguments.of(name, status, state, behaviour);
    }

    private static FakeProvider.Behaviour say(java.util.function.Function<FakeProvider.Received, String> answer) {
        return (request, caller) -> caller.getOutputStream()
                .write(answer.apply(request).getBytes(StandardCharsets.UTF_8));
    }

    /** A body that never ends, an octet at a time. */
    private static void drip(FakeProvider.Received request, Socket caller)
            throws java.io.IOException, InterruptedException {
        caller.getOutputStream()
                .write("HTTP/1.1 201 Created\r\nContent-Type: application/json+fhir\r\nContent-Length: 100000\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
        while (!NEVER.await(100, TimeUnit.MILLISECONDS)) {
            caller.getOutputStream().write(' ');
        }
    }
}
