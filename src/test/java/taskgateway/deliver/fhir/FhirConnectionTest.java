package taskgateway.deliver.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static taskgateway.testkit.FhirGateway.ODS;
import static taskgateway.testkit.Responses.JSON;
import static taskgateway.testkit.Responses.response;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.testkit.Expect;
import taskgateway.testkit.FakeProvider;
import taskgateway.testkit.FhirGateway;
import taskgateway.testkit.Patience;
import taskgateway.testkit.Responses;
import taskgateway.testkit.Slow;

/** The connection to a FHIR provider fails: before the task left, the sender is told so; after that, nobody knows. */
@ExtendWith(FhirGateway.Shared.class)
@Slow
class FhirConnectionTest {

    private static final CountDownLatch NEVER = new CountDownLatch(1);

    private final FhirGateway fhir;

    FhirConnectionTest(FhirGateway fhir) {
        this.fhir = fhir;
    }

    @ParameterizedTest
    @ValueSource(strings = {FhirGateway.REFUSES, FhirGateway.UNKNOWN, FhirGateway.SILENT, FhirGateway.NO_TLS})
    void nothingIsSentToAProviderThatCannotBeReached(String ods) {
        Expect.nothingSent(fhir.create(ods));
    }

    @Test
    void aResetAfterTheRequestWasReadIsAnUnknownOutcome() {
        Expect.outcomeUnknown(fhir.answered((request, caller) -> FakeProvider.reset(caller)));
        delivers();
    }

    @Test
    void aConnectionClosedWithoutAnAnswerIsAnUnknownOutcome() {
        Expect.outcomeUnknown(fhir.answered((request, caller) -> caller.close()));
        delivers();
    }

    @Test
    void anAnswerThatBreaksOffIsAnUnknownOutcome() {
        String whole = response(201, JSON, "{\"resourceType\":\"Order\",\"id\":\"1\"}", "Location: Order/1/_history/1");
        for (int length : List.of(5, 12, 30, whole.length() - 40, whole.length() - 1)) {
            Expect.outcomeUnknown(fhir.answered((request, caller) -> {
                caller.getOutputStream().write(whole.substring(0, length).getBytes());
                caller.close();
            }));
            assertThat(fhir.provider.received()).hasSize(1);
        }
        Expect.outcomeUnknown(fhir.answered((request, caller) -> {
            caller.getOutputStream()
                    .write(whole.replace("HTTP/1.1 201", "HTTP/1.1 422").substring(0, whole.length() - 3).getBytes());
            caller.close();
        }));
        delivers();
    }

    @Test
    void silenceIsAnUnknownOutcomeAtTheDeadline() {
        expectDeadline((request, caller) -> caller.getInputStream().read());
    }

    @Test
    void anAnswerThatDripsIsAnUnknownOutcomeAtTheDeadline() {
        expectDeadline((request, caller) -> drip(caller, "HTTP/1.1 201 Created\r\n", "X-Drip: drip\r\n"));
        expectDeadline((request, caller) ->
                drip(caller, "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 100 Continue\r\n\r\n"));
        expectDeadline((request, caller) ->
                drip(caller, "HTTP/1.1 201 Created\r\nContent-Type: " + JSON + "\r\n\r\n{", " "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 201 Created\r\nX: ",
            "HTTP/1.1 201 Created\r\nContent-Type: application/json+fhir\r\n\r\n{\"x\":\"", ""})
    void anAnswerWithoutEndIsBounded(String start) {
        AtomicLong taken = new AtomicLong();
        Expect.outcomeUnknown(fhir.answered((request, caller) -> {
            caller.getOutputStream().write(start.getBytes());
            byte[] more = "x".repeat(8192).getBytes();
            while (true) {
                caller.getOutputStream().write(more);
                taken.addAndGet(more.length);
            }
        }));
        // What the gateway reads of it, and what lies in the sockets' buffers.
        assertThat(taken).hasValueLessThan(16L << 20);
        delivers();
    }

    @Test
    void aConnectionThatTheProviderClosedWhileIdleIsNotUsedAgain() throws Exception {
        for (int i = 0; i < 20; i++) {
            fhir.provider.does((request, caller) -> {
                caller.getOutputStream().write(Responses.created(request, "1").getBytes());
                caller.close();
            });
            assertThat(fhir.create(ODS).statusCode()).isEqualTo(201);
            assertThat(fhir.provider.received()).hasSize(1);
        }
    }

    @Test
    void anAnswerThatNobodyAskedForIsNotTakenForTheNextTasks() {
        fhir.provider.does((request, caller) -> caller.getOutputStream()
                .write((Responses.created(request, "1") + Responses.created("Order/forged/_history/1")).getBytes()));
        assertThat(fhir.create(ODS).statusCode()).isEqualTo(201);

        fhir.provider.does((request, caller) -> caller.getOutputStream()
                .write(Responses.created(request, "2").getBytes()));
        HttpResponse<String> next = fhir.create(ODS);
        assertThat(next.statusCode()).isEqualTo(201);
        assertThat(next.headers().firstValue("Location").orElseThrow()).endsWith("/Order/2/_history/1");
        assertThat(fhir.provider.received()).hasSize(1);
    }

    @Test
    void aGoodConnectionIsUsedAgain() {
        delivers();
        int connections = fhir.provider.connections().size();
        delivers();
        delivers();
        assertThat(fhir.provider.connections()).hasSize(connections);
    }

    private void delivers() {
        fhir.provider.does((request, caller) -> caller.getOutputStream()
                .write(Responses.created(request, "1").getBytes()));
        assertThat(fhir.create(ODS).statusCode()).isEqualTo(201);
        assertThat(fhir.provider.received()).hasSize(1);
    }

    private void expectDeadline(FakeProvider.Behaviour behaviour) {
        Instant start = Instant.now();
        Expect.outcomeUnknown(fhir.answered(behaviour));
        assertThat(Duration.between(start, Instant.now())).isBetween(
                Duration.ofSeconds(FhirGateway.DEADLINE_SECONDS).minusMillis(100), Patience.PATIENCE);
        assertThat(fhir.provider.received()).hasSize(1);
        delivers();
    }

    private static void drip(Socket caller, String first, String drop) throws IOException, InterruptedException {
        caller.getOutputStream().write(first.getBytes());
        while (!NEVER.await(50, TimeUnit.MILLISECONDS)) {
            caller.getOutputStream().write(drop.getBytes());
        }
    }
}
