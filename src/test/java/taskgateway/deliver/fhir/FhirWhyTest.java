package taskgateway.deliver.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static taskgateway.testkit.Responses.JSON;
import static taskgateway.testkit.Responses.issue;
import static taskgateway.testkit.Responses.outcome;
import static taskgateway.testkit.Responses.response;

import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import taskgateway.testkit.FhirGateway;
import taskgateway.testkit.Records;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/** Why a task for a FHIR provider was refused, and whether by the provider or the gateway, is kept for an operator. */
@Slow
class FhirWhyTest {

    private static FhirGateway fhir;
    private static Records records;

    @BeforeAll
    static void start() throws Exception {
        fhir = new FhirGateway();
        records = new Records(fhir.gateway);
    }

    @AfterAll
    static void stop() throws Exception {
        fhir.close();
    }

    @Test
    void anAnswerThatNoFhirServerGives() throws Exception {
        assertKept(fhir.answered(response(500, "text/html",
                "<html>9000000009 at com.example.Foo.bar(Foo.java:1)</html>")), 502, "GATEWAY",
                "answered 500, text/html, without an OperationOutcome");
        assertKept(fhir.answered(response(200, JSON, outcome(issue("invalid", "BAD_REQUEST", "x")))), 502, "GATEWAY",
                "answered 200, application/json+fhir, and not 201");
        assertKept(fhir.answered(response(302, "not a type 9000000009", "", "Location: http://127.0.0.1/9000000009")),
                502, "GATEWAY", "answered 302, no media type, and not 201");
    }

    @Test
    void aRefusalOfTheProviders() throws Exception {
        assertKept(fhir.answered(response(422, JSON,
                outcome(issue("invalid", "INVALID_RESOURCE", "9000000009 is wrong")))), 422, "PROVIDER",
                "answered 422, application/json+fhir");
        assertKept(fhir.answered(response(503, null, "")), 503, "PROVIDER", "answered 503, no media type");
    }

    @Test
    void aSuccessThatIsNone() throws Exception {
        assertKept(fhir.answered(response(201, null, "", "Location: Patient/1")), 504, "GATEWAY",
                "answered 201, and Location names another resource");
        assertKept(fhir.answered(response(201, JSON, "rubbish", "Location: Order/1")), 504, "GATEWAY",
                "answered 201, application/json+fhir, in neither JSON nor XML that can be read");
        assertKept(fhir.answered(response(201, null, "")), 504, "GATEWAY", "answered 201 without an id of the task");
    }

    @Test
    void aProviderThatIsNotThere() throws Exception {
        assertKept(fhir.create(FhirGateway.REFUSES), 502, "GATEWAY", "was not reached: connection refused");
        assertKept(fhir.create(FhirGateway.UNKNOWN), 502, "GATEWAY", "was not reached: unknown host");
        assertKept(fhir.create(FhirGateway.NO_TLS), 502, "GATEWAY", "could not be connected to within 2 s");
    }

    @Test
    void aTimeOutIsCalledOneAndSaysHowLongWasWaited() throws Exception {
        HttpResponse<String> silent = fhir.answered((request, caller) -> caller.getInputStream().read());
        assertKept(silent, 504, "GATEWAY", "did not answer in full within 6 s");
        assertThat(silent.body()).contains("did not answer in full within 6 s", "Outcome unknown");
        HttpResponse<String> unconnected = fhir.create(FhirGateway.SILENT);
        assertKept(unconnected, 502, "GATEWAY", "could not be connected to within 2 s");
        assertThat(unconnected.body()).contains("there was no connection within 2 s");
    }

    @Test
    void aRefusalOfTheGatewaysOwn() throws Exception {
        Map<String, String> headers = fhir.sender.createHeaders(FhirGateway.ODS);
        assertKept(fhir.sender.create(FhirGateway.ODS, headers, Sender.json().replace("\"date\"", "\"dat\"")), 422,
                "GATEWAY", null);
    }

    private static void assertKept(HttpResponse<String> answer, int status, String by, String reason) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(records.rows("select status, refused_by, reason from message where trace_id = ?",
                answer.headers().firstValue("Ssp-TraceID").orElseThrow())).singleElement()
                .satisfies(row -> assertThat(row).containsEntry("status", status).containsEntry("refused_by", by)
                        .containsEntry("reason", reason));
    }
}
