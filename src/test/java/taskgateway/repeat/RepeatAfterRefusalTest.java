package taskgateway.repeat;

import static org.assertj.core.api.Assertions.assertThat;
import static taskgateway.testkit.FhirGateway.ODS;

import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.testkit.FhirGateway;
import taskgateway.testkit.Records;
import taskgateway.testkit.Refused;
import taskgateway.testkit.Responses;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/**
 * A provider that has refused a task is asked again, since it may have mended what was wrong; one that has the task is
 * not.
 */
@ExtendWith(FhirGateway.Shared.class)
@Slow
class RepeatAfterRefusalTest {

    private static final String REFUSAL = Responses.response(422, Responses.JSON,
            Responses.outcome(Responses.issue("invalid", "REFERENCE_NOT_FOUND", "Patient/1 is not known here")));

    private final FhirGateway fhir;
    private final Records records;

    RepeatAfterRefusalTest(FhirGateway fhir) {
        this.fhir = fhir;
        this.records = new Records(fhir.gateway);
    }

    @Test
    void theSameTaskWithANewTraceIdIsSentToTheProviderAnew() {
        String body = identified();
        fhir.provider.says(REFUSAL);
        assertThat(create(body).statusCode()).isEqualTo(422);
        fhir.provider.says(Responses.created("Order/17/_history/1"));
        assertThat(create(body).statusCode()).isEqualTo(201);
        assertThat(fhir.provider.received()).hasSize(1);
        assertThat(create(body).statusCode()).as("now the provider has it").isEqualTo(201);
        assertThat(fhir.provider.received()).hasSize(1);
    }

    @Test
    void theSameBytesWithTheSameTraceIdGetTheFirstAnswer() {
        Map<String, String> headers = fhir.sender.createHeaders(ODS);
        String body = identified();
        fhir.provider.says(REFUSAL);
        HttpResponse<String> first = fhir.sender.create(ODS, headers, body);
        fhir.provider.says(Responses.created("Order/17/_history/1"));
        HttpResponse<String> second = fhir.sender.create(ODS, headers, body);
        assertThat(second.statusCode()).isEqualTo(422);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(fhir.provider.received()).isEmpty();
    }

    @Test
    void aProvidersOwnFailureIsSentAnewWithANewTraceId() {
        String body = identified();
        fhir.provider.says(REFUSAL.replaceFirst("422", "500"));
        assertThat(create(body).statusCode()).isEqualTo(500);
        fhir.provider.says(Responses.created("Order/17/_history/1"));
        assertThat(create(body).statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"Patient/1|\"ROOT/Patient/1", "Mrs Jane Johnson|Jane Johnson", "<div>|<div>\\n "})
    void theSameTaskWrittenInAnotherWayIsARepeat(String change) {
        String body = identified();
        fhir.provider.says(Responses.created("Order/18/_history/1"));
        create(body);
        fhir.provider.says(Responses.created("Order/19/_history/1"));
        String[] fromTo = change.replace("ROOT", fhir.root(ODS)).split("\\|");
        String other = body.replace(fromTo[0], fromTo[1]);
        assertThat(other).isNotEqualTo(body);
        assertThat(create(other).headers().firstValue("Location")).hasValue(fhir.root(ODS) + "/Order/18/_history/1");
        assertThat(fhir.provider.received()).isEmpty();
    }

    @Test
    void aTaskWhoseAnswerIsNoLongerKeptIsSaidToHaveBeenSentAndNotToNeedATraceId() throws Exception {
        String body = identified();
        fhir.provider.says(Responses.created("Order/20/_history/1"));
        Map<String, String> headers = fhir.sender.createHeaders(ODS);
        fhir.sender.create(ODS, headers, body);
        records.execute(
                "update message set answer_headers = null, answer_format = null, answer_body = null where trace_id = '"
                + headers.get("Ssp-TraceID") + "'");
        fhir.provider.says(Responses.created("Order/21/_history/1"));
        Refused refused = Refused.of(create(body));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.outcome().getIssueFirstRep().getCode()).isEqualTo("duplicate");
        assertThat(refused.diagnostics()).contains("was sent before").contains("identifier").doesNotContain("race");
        assertThat(fhir.provider.received()).isEmpty();
        assertThat(Refused.of(fhir.sender.create(ODS, headers, body)).diagnostics()).as("with the same trace id")
                .contains("Ssp-TraceID was used before");
    }

    @Test
    void theSameTaskOfAnotherSenderIsAnotherTask() {
        String body = identified();
        fhir.provider.says(Responses.created("Order/22/_history/1"));
        create(body);
        fhir.provider.says(Responses.created("Order/23/_history/1"));
        Sender other = new Sender(fhir.gateway, FhirGateway.consumer(1));
        assertThat(other.create(ODS, other.createHeaders(ODS), body).headers().firstValue("Location"))
                .hasValue(fhir.root(ODS) + "/Order/23/_history/1");
    }

    private HttpResponse<String> create(String body) {
        return fhir.sender.create(ODS, fhir.sender.createHeaders(ODS), body);
    }

    private static String identified() {
        return Sender.json().replaceFirst("\"date\"",
                "\"identifier\":[{\"system\":\"https://consumer.example/task\",\"value\":\"refused-"
                + UUID.randomUUID() + "\"}],\"date\"");
    }
}
