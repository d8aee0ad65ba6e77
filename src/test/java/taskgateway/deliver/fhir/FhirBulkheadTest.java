package taskgateway.deliver.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static taskgateway.testkit.FhirGateway.ODS;
import static taskgateway.testkit.FhirGateway.OTHER;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import taskgateway.testkit.FhirGateway;
import taskgateway.testkit.Patience;
import taskgateway.testkit.Responses;
import taskgateway.testkit.Slow;

/** A provider that is slow takes nothing from another. */
@Slow
class FhirBulkheadTest {

    private static final int CONNECTIONS = 8;

    private final FhirGateway fhir;
    private final ExecutorService senders = Executors.newCachedThreadPool();
    private final CountDownLatch release = new CountDownLatch(1);

    FhirBulkheadTest() throws Exception {
        fhir = new FhirGateway(Patience.PATIENCE.toSeconds(), CONNECTIONS);
    }

    @AfterEach
    void end() throws Exception {
        release.countDown();
        senders.shutdown();
        fhir.close();
    }

    @Test
    void aSlowProviderHasItsOwnConnectionsAndNoMore() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> slow = fillSlowProvider();

        HttpResponse<String> refused = fhir.create(ODS);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(refused.body()).contains("transient").contains("Nothing was sent").doesNotContain("utcome unknown");

        fhir.other.does((request, caller) -> caller.getOutputStream()
                .write(Responses.created(request, "o1").getBytes()));
        assertThat(fhir.create(OTHER).statusCode()).isEqualTo(201);
        assertThat(slow).noneMatch(CompletableFuture::isDone);

        release.countDown();
        for (CompletableFuture<HttpResponse<String>> answer : slow) {
            assertThat(answer.get().statusCode()).isEqualTo(201);
        }
        assertThat(fhir.create(ODS).statusCode()).isEqualTo(201);
    }

    private List<CompletableFuture<HttpResponse<String>>> fillSlowProvider() {
        fhir.provider.does((request, caller) -> {
            release.await();
            caller.getOutputStream().write(Responses.created(request, "s1").getBytes());
        });
        List<CompletableFuture<HttpResponse<String>>> slow = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            slow.add(CompletableFuture.supplyAsync(() -> fhir.create(ODS), senders));
        }
        Awaitility.await().pollInterval(Duration.ofMillis(10))
                .until(() -> fhir.provider.received().size() == CONNECTIONS);
        return slow;
    }
}
