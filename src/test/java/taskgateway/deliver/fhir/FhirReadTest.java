package taskgateway.deliver.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static taskgateway.testkit.FhirGateway.ODS;
import static taskgateway.testkit.Responses.JSON;
import static taskgateway.testkit.Responses.issue;
import static taskgateway.testkit.Responses.outcome;
import static taskgateway.testkit.Responses.response;

import java.net.http.HttpResponse;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.testkit.Expect;
import taskgateway.testkit.FhirGateway;
import taskgateway.testkit.Responses;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/** An Order is read from a FHIR provider. */
@ExtendWith(FhirGateway.Shared.class)
@Slow
class FhirReadTest {

    private static final String ORDER = order("7", "2");

    private final FhirGateway fhir;

    FhirReadTest(FhirGateway fhir) {
        this.fhir = fhir;
    }

    private static String order(String id, String version) {
        return Responses.kept(Sender.json(), id).replace("\"versionId\":\"1\"", "\"versionId\":\"" + version + "\"");
    }

    @Test
    void anOrderIsRelayedUnderTheSendersRoot() {
        HttpResponse<String> answer = fhir.read("7", response(200, JSON, ORDER.replace("\"Patient/1\"",
                "\"" + fhir.provider.address() + "/fhir/Patient/1\""),
                "Content-Location: https://elsewhere.example/Order/8/_history/9"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Location")).hasValue(fhir.root(ODS) + "/Order/7/_history/2");
        assertThat(answer.headers().firstValue("ETag")).hasValue("W/\"2\"");
        assertThat(answer.headers().firstValue("Last-Modified")).hasValue("Thu, 01 Feb 2018 10:00:00 GMT");
        assertThat(answer.headers().firstValue("Location")).isEmpty();
        assertThat(answer.body()).contains("\"id\":\"7\"").contains("\"" + fhir.root(ODS) + "/Patient/1\"");
    }

    @Test
    void theRequestCarriesTheSendersHeaders() {
        fhir.read("7", response(200, JSON, ORDER), "If-None-Match: W/\"1\"", "Cookie: a=b");
        assertThat(fhir.provider.received()).singleElement().satisfies(request -> {
            assertThat(request.line()).isEqualTo("GET /fhir/Order/7 HTTP/1.1");
            assertThat(request.all("Ssp-InteractionID"))
                    .containsExactly("urn:nhs:names:services:gpconnect:fhir:rest:read:order-1");
            assertThat(request.all("Authorization")).hasSize(1);
            assertThat(request.names()).doesNotContain("cookie", "if-none-match", "content-type");
        });
    }

    @Test
    void aVersionIsReadFromTheProvidersHistory() {
        HttpResponse<String> answer = fhir.read("7/_history/2", response(200, JSON, ORDER));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(fhir.provider.received().get(0).line()).isEqualTo("GET /fhir/Order/7/_history/2 HTTP/1.1");
        assertThat(answer.headers().firstValue("Content-Location")).hasValue(fhir.root(ODS) + "/Order/7/_history/2");
    }

    @Test
    void whatTheSenderHasAlreadyIsNotSentAgain() {
        HttpResponse<String> same = fhir.read("7", response(200, JSON, ORDER), "If-None-Match: W/\"2\"");
        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        assertThat(fhir.read("7", response(200, JSON, ORDER), "If-None-Match: W/\"1\"").statusCode()).isEqualTo(200);
    }

    @Test
    void theProvidersRefusalIsRelayed() {
        HttpResponse<String> answer =
                fhir.read("7", response(404, JSON, outcome(issue("not-found", "NO_RECORD_FOUND", "No such Order"))));
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("NO_RECORD_FOUND").contains("No such Order")
                .contains("gpconnect-operationoutcome-1");
    }

    static Stream<String> rubbish() {
        return Stream.of(
                response(200, JSON, order("8", "2")),
                response(200, JSON, order("8", "2"), "Content-Location: Order/7/_history/2",
                        "Location: Order/7/_history/2"),
                response(200, JSON, "{\"resourceType\":\"Patient\",\"id\":\"7\"}"),
                response(200, JSON, outcome(issue("invalid", "BAD_REQUEST", "x"))),
                response(200, JSON, "{\"resourceType\":\"Order\",\"id\":"),
                response(200, JSON, ""),
                response(200, "text/html", "<html>Order</html>"),
                response(200, null, ORDER.substring(1)),
                response(200, JSON, "{\"resourceType\":\"Order\",\"id\":\"7\",\"extension\":" + "[".repeat(9_000)
                        + "]".repeat(9_000) + "}"),
                response(201, JSON, ORDER),
                response(302, null, "", "Location: http://127.0.0.1:1/"),
                "HTTP/1.1 304 Not Modified\r\n\r\n",
                "HTTP/1.1 204 No Content\r\n\r\n",
                response(404, "text/html", "<html>Not found</html>"));
    }

    @ParameterizedTest
    @MethodSource("rubbish")
    void whatIsNotTheOrderAskedForIsABadGateway(String response) {
        Expect.rubbish(fhir.read("7", response));
        assertThat(fhir.provider.received()).hasSize(1);
    }

    @Test
    void anotherVersionThanTheOneAskedForIsABadGateway() {
        Expect.rubbish(fhir.read("7/_history/1", response(200, JSON, ORDER)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"..%2FPatient%2F1", "7%3Fx=y", "a_b", "1/_history/a_b", "7;x=y"})
    void whatIsNoIdNeverReachesTheProvider(String id) {
        assertThat(fhir.read(id, response(200, JSON, ORDER)).statusCode()).isEqualTo(404);
        assertThat(fhir.provider.received()).isEmpty();
    }

    @Test
    void aSilentProviderIsATimeOutAndNothingIsUnknown() {
        fhir.provider.does((request, caller) -> caller.close());
        HttpResponse<String> answer =
                fhir.sender.send("GET", "/" + ODS + "/DSTU2/1/Order/7", fhir.sender.readHeaders(ODS), null);
        Expect.proxy(answer, 504, "transient");
        assertThat(answer.body()).doesNotContain("utcome unknown");
    }

    @Test
    void aProviderThatCannotBeReachedIsABadGateway() {
        Expect.nothingSent(fhir.sender.send("GET", "/" + FhirGateway.REFUSES + "/DSTU2/1/Order/7",
                fhir.sender.readHeaders(FhirGateway.REFUSES), null));
    }
}
