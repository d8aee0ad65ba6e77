package taskgateway.repeat;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import taskgateway.testkit.FhirGateway;
import taskgateway.testkit.Records;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/** What a repeat gets depends on what the sender was told of the first: nothing sent, or outcome unknown. */
@ExtendWith(FhirGateway.Shared.class)
@Slow
class RepeatAfterFailureTest {

    private static final String EMPTY = " X\r\nContent-Length: 0\r\n\r\n";
    private static final String CREATED =
            "HTTP/1.1 201 Created\r\nLocation: Order/17/_history/1\r\nContent-Length: 0\r\n\r\n";

    private final FhirGateway fhir;
    private final Records records;

    RepeatAfterFailureTest(FhirGateway fhir) {
        this.fhir = fhir;
        this.records = new Records(fhir.gateway);
    }

    @ParameterizedTest
    @CsvSource({"503, 503", "429, 429", "302, 502", "401, 502", "200, 502"})
    void isWorkedOnAnewWhenNothingWasKept(int theirs, int told) throws Exception {
        Map<String, String> headers = fhir.sender.createHeaders(FhirGateway.ODS);
        fhir.provider.says("HTTP/1.1 " + theirs + EMPTY);
        assertThat(create(headers).statusCode()).isEqualTo(told);
        fhir.provider.says(CREATED);
        assertThat(create(headers).statusCode()).isEqualTo(201);
        assertThat(fhir.provider.received()).hasSize(1);
        assertThat(states(headers)).containsExactlyInAnyOrder("FAILED", "DELIVERED");
    }

    @Test
    void isNotSentAgainWhenTheOutcomeIsUnknown() throws Exception {
        Map<String, String> headers = fhir.sender.createHeaders(FhirGateway.ODS);
        fhir.provider.does((request, caller) -> caller.close());
        HttpResponse<String> first = create(headers);
        assertThat(first.statusCode()).isEqualTo(504);
        fhir.provider.says(CREATED);
        HttpResponse<String> second = create(headers);
        assertThat(second.statusCode()).isEqualTo(504);
        assertThat(second.body()).isEqualTo(first.body()).contains("Outcome unknown");
        assertThat(fhir.provider.received()).isEmpty();
        assertThat(states(headers)).containsExactlyInAnyOrder("UNKNOWN", "REPEATED");
    }

    @Test
    void aTaskWithItsSendersIdentifierIsSentAgainUnderANewTraceIdWhenTheOutcomeIsUnknown() {
        String body = Sender.json().replaceFirst("\"date\"",
                "\"identifier\":[{\"system\":\"https://consumer.example/task\",\"value\":\"unknown-1\"}],\"date\"");
        fhir.provider.does((request, caller) -> caller.close());
        assertThat(fhir.sender.create(FhirGateway.ODS, fhir.sender.createHeaders(FhirGateway.ODS), body).statusCode())
                .isEqualTo(504);
        fhir.provider.says(CREATED);
        assertThat(fhir.sender.create(FhirGateway.ODS, fhir.sender.createHeaders(FhirGateway.ODS), body).statusCode())
                .isEqualTo(201);
        assertThat(fhir.provider.received()).singleElement()
                .satisfies(request -> assertThat(request.body()).contains("unknown-1"));
    }

    @Test
    void aProvidersOwnFailureIsNotTriedAgainUnderTheSameTraceId() throws Exception {
        Map<String, String> headers = fhir.sender.createHeaders(FhirGateway.ODS);
        String outcome =
                "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\",\"code\":\"exception\"}]}";
        fhir.provider.says("HTTP/1.1 500 X\r\nContent-Type: application/json+fhir\r\nContent-Length: "
                + outcome.length() + "\r\n\r\n" + outcome);
        assertThat(create(headers).statusCode()).isEqualTo(500);
        fhir.provider.says(CREATED);
        assertThat(create(headers).statusCode()).isEqualTo(500);
        assertThat(fhir.provider.received()).isEmpty();
        assertThat(states(headers)).containsExactlyInAnyOrder("UNKNOWN", "REPEATED");
    }

    private HttpResponse<String> create(Map<String, String> headers) {
        return fhir.sender.create(FhirGateway.ODS, headers, Sender.json());
    }

    private List<Object> states(Map<String, String> headers) throws Exception {
        return records.rows("select state from message where trace_id = ?", headers.get("Ssp-TraceID")).stream()
                .map(row -> row.get("state")).toList();
    }
}
