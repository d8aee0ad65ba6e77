package taskgateway.deliver.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static taskgateway.testkit.LimitedGateway.CALLS;
import static taskgateway.testkit.LimitedGateway.FAILING;
import static taskgateway.testkit.LimitedGateway.FREE;
import static taskgateway.testkit.LimitedGateway.ODS;
import static taskgateway.testkit.LimitedGateway.OPEN_SECONDS;
import static taskgateway.testkit.LimitedGateway.REFUSING;

import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import taskgateway.testkit.Expect;
import taskgateway.testkit.FakeProvider;
import taskgateway.testkit.LimitedGateway;
import taskgateway.testkit.Responses;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/** A provider whose calls fail is not called for a while, and nobody is told that it has a task which was not sent. */
@ExtendWith(LimitedGateway.Shared.class)
@Slow
class ProviderBreakerTest {

    private static final FakeProvider.Behaviour BREAKS_OFF = (request, caller) -> caller.close();
    private static final FakeProvider.Behaviour TAKES = ProviderBreakerTest::take;

    private final LimitedGateway limited;
    private final Sender sender;

    ProviderBreakerTest(LimitedGateway limited) {
        this.limited = limited;
        this.sender = limited.sender(FREE);
    }

    @Test
    void opensAfterFailuresTriesOneTaskAndCloses() throws Exception {
        limited.failing.does(BREAKS_OFF);
        limited.provider.does(TAKES);
        for (int i = 0; i < CALLS; i++) {
            Expect.outcomeUnknown(create(FAILING));
        }

        limited.failing.does(TAKES);
        IntStream.range(0, 8).parallel().mapToObj(i -> create(FAILING)).forEach(ProviderBreakerTest::assertNotCalled);
        assertNotCalled(sender.send("GET", "/" + FAILING + "/DSTU2/1/Order/1", sender.readHeaders(FAILING), null));
        assertThat(limited.failing.received()).as("nothing was sent, as is said").isEmpty();
        assertThat(limited.metric("resilience4j_circuitbreaker_state", "name=\"" + FAILING + "\"", "state=\"open\""))
                .isEqualTo(1);
        assertThat(create(ODS).statusCode()).as("another provider").isEqualTo(201);

        limited.failing.does(BREAKS_OFF);
        Expect.outcomeUnknown(afterItsTime());
        assertThat(limited.failing.received()).as("one task was sent to try").hasSize(1);
        assertNotCalled(create(FAILING));

        limited.failing.does(TAKES);
        HttpResponse<String> trial = afterItsTime();
        assertThat(trial.statusCode()).isEqualTo(201);
        assertThat(create(FAILING).statusCode()).isEqualTo(201);
        assertThat(limited.failing.received()).hasSize(2);
    }

    @Test
    void aProvidersOwnRefusalIsNoFailure() {
        String outcome = Responses.outcome(Responses.issue("invalid", "REFERENCE_NOT_FOUND", "no such patient"));
        limited.refusing.says(Responses.response(422, Responses.JSON, outcome));
        for (int i = 0; i < 3 * CALLS; i++) {
            assertThat(create(REFUSING).statusCode()).isEqualTo(422);
        }
        limited.refusing.says(Responses.response(503, null, "", "Retry-After: 7"));
        for (int i = 0; i < 3 * CALLS; i++) {
            assertThat(create(REFUSING).headers().firstValue("Retry-After")).as("the provider's own").hasValue("7");
        }
        assertThat(limited.refusing.received()).hasSize(3 * CALLS);
    }

    /** The first answer that is not the gateway's own. */
    private HttpResponse<String> afterItsTime() {
        return Awaitility.await().pollInterval(Duration.ofMillis(100))
                .until(() -> create(FAILING), answer -> answer.statusCode() != 503);
    }

    private HttpResponse<String> create(String ods) {
        return sender.create(ods, sender.createHeaders(ods), Sender.json());
    }

    private static void assertNotCalled(HttpResponse<String> answer) {
        Expect.proxy(answer, 503, "transient");
        assertThat(answer.body()).contains("Nothing was sent");
        assertThat(answer.headers().firstValueAsLong("Retry-After").orElse(-1)).isBetween(1L, (long) OPEN_SECONDS);
    }

    private static void take(FakeProvider.Received request, Socket caller) throws java.io.IOException {
        caller.getOutputStream().write(Responses.created(request, "o1").getBytes());
    }
}
