package taskgateway.deliver.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static taskgateway.testkit.FhirGateway.CONSUMERS;
import static taskgateway.testkit.FhirGateway.ODS;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import taskgateway.directory.Directory;
import taskgateway.testkit.FakeProvider;
import taskgateway.testkit.FhirGateway;
import taskgateway.testkit.Responses;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;
import taskgateway.token.TokenIssuer;

/** Many senders at once: each task goes out in its own sender's name, once, and each sender gets its own answer. */
@ExtendWith(FhirGateway.Shared.class)
@Slow
class FhirSendersTest {

    private static final int TASKS_EACH = 12;

    private final FhirGateway fhir;
    private final Directory directory;

    FhirSendersTest(FhirGateway fhir) {
        this.fhir = fhir;
        this.directory = fhir.gateway.camel().getRegistry().findSingleByType(Directory.class);
    }

    @Test
    void areNeverMistakenForOneAnother() throws Exception {
        fhir.provider.does((request, caller) ->
                caller.getOutputStream().write(Responses.created(request, request.one("Ssp-TraceID")).getBytes()));
        ExecutorService threads = Executors.newFixedThreadPool(CONSUMERS);
        List<Future<Set<String>>> sent = new ArrayList<>();
        for (int i = 0; i < CONSUMERS; i++) {
            sent.add(threads.submit(sender(i)));
        }
        Set<String> expected = new HashSet<>();
        for (Future<Set<String>> future : sent) {
            expected.addAll(future.get());
        }
        threads.shutdown();

        List<String> seen = fhir.provider.received().stream().map(FhirSendersTest::names).toList();
        assertThat(seen).hasSize(CONSUMERS * TASKS_EACH).containsExactlyInAnyOrderElementsOf(expected);
    }

    private Callable<Set<String>> sender(int number) {
        return () -> {
            Set<String> sent = new HashSet<>();
            for (int i = 0; i < TASKS_EACH; i++) {
                Map<String, String> headers = fhir.sender.createHeaders(ODS);
                headers.put("Ssp-From", FhirGateway.consumer(number));
                headers.put("Authorization", "Bearer " + new TokenIssuer().issue(
                        directory.consumer(FhirGateway.consumer(number)).orElseThrow(),
                        directory.provider(ODS).orElseThrow().serviceRoot(), TokenIssuer.WRITE, Instant.now()));
                String body = Sender.json().replace("Mrs Jane Johnson", headers.get("Ssp-TraceID"));
                HttpResponse<String> answer = fhir.sender.create(ODS, headers, body);
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
                assertThat(answer.headers().firstValue("Location").orElseThrow()).contains(headers.get("Ssp-TraceID"));
                assertThat(answer.body()).contains("\"display\":\"" + headers.get("Ssp-TraceID") + "\"");
                sent.add(headers.get("Ssp-From") + headers.get("Ssp-TraceID") + headers.get("Authorization")
                        + headers.get("Ssp-TraceID"));
            }
            return sent;
        };
    }

    /** Everything by which a request names its sender, its body included. */
    private static String names(FakeProvider.Received request) {
        String body = request.body();
        int display = body.indexOf("\"subject\"");
        String patient = body.substring(body.indexOf("\"display\":\"", display) + 11).split("\"", 2)[0];
        return request.one("Ssp-From") + request.one("Ssp-TraceID") + request.one("Authorization") + patient;
    }
}
