package taskgateway.deliver.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static taskgateway.testkit.Responses.JSON;
import static taskgateway.testkit.Responses.XML;
import static taskgateway.testkit.Responses.issue;
import static taskgateway.testkit.Responses.outcome;
import static taskgateway.testkit.Responses.response;

import ca.uhn.fhir.model.api.ResourceMetadataKeyEnum;
import ca.uhn.fhir.model.dstu2.resource.OperationOutcome;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.fhir.Format;
import taskgateway.testkit.Expect;
import taskgateway.testkit.FhirGateway;
import taskgateway.testkit.Slow;

/** A FHIR provider refuses a task and says why: the sender learns that, and nothing of the provider's inside. */
@ExtendWith(FhirGateway.Shared.class)
@Slow
class FhirRefusalTest {

    private static final String SYSTEM = "http://fhir.nhs.net/ValueSet/gpconnect-error-or-warning-code-1";

    private final FhirGateway fhir;

    FhirRefusalTest(FhirGateway fhir) {
        this.fhir = fhir;
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 405, 409, 410, 412, 413, 415, 422, 499, 500})
    void relaysStatusAndIssue(int status) {
        String theirs = outcome(issue("invalid", "REFERENCE_NOT_FOUND", "Patient/1 is not known here"));
        HttpResponse<String> answer = fhir.answered(response(status, JSON, theirs));

        assertThat(answer.statusCode()).isEqualTo(status);
        OperationOutcome ours = Format.JSON.parser().parseResource(OperationOutcome.class, answer.body());
        assertThat(ResourceMetadataKeyEnum.PROFILES.get(ours)).singleElement()
                .hasToString("http://fhir.nhs.net/StructureDefinition/gpconnect-operationoutcome-1");
        assertThat(ours.getIssue()).singleElement().satisfies(issue -> {
            assertThat(issue.getSeverity()).isEqualTo("error");
            assertThat(issue.getCode()).isEqualTo("invalid");
            assertThat(issue.getDetails().getCodingFirstRep().getCode()).isEqualTo("REFERENCE_NOT_FOUND");
            assertThat(issue.getDetails().getCodingFirstRep().getDisplay()).isEqualTo("FHIR reference not found");
            assertThat(issue.getDiagnostics()).isEqualTo("Patient/1 is not known here");
        });
        assertThat(fhir.provider.received()).hasSize(1);
    }

    @Test
    void relaysAnOutcomeInXmlInTheSendersFormat() {
        String theirs = Format.XML.encode(Format.JSON.parser()
                .parseResource(outcome(issue("forbidden", "NO_PATIENT_CONSENT", "Dissent"))));
        fhir.provider.says(response(403, XML, theirs));
        HttpResponse<String> answer = fhir.create(FhirGateway.ODS, "Accept: application/xml+fhir");
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).startsWith("<OperationOutcome").contains("NO_PATIENT_CONSENT").contains("Dissent");
    }

    @Test
    void relaysEveryIssueWithItsPlace() {
        String located = issue("invalid", "INVALID_RESOURCE", "date")
                .replaceFirst("\\{", "{\"location\":[\"/f:Order/f:date\",\"/f:x\"],");
        HttpResponse<String> answer = fhir.answered(
                response(422, JSON, outcome(located + "," + issue("required", "INVALID_RESOURCE", "two"))));
        OperationOutcome ours = Format.JSON.parser().parseResource(OperationOutcome.class, answer.body());
        assertThat(ours.getIssue()).extracting(OperationOutcome.Issue::getCode).containsExactly("invalid", "required");
        assertThat(ours.getIssue().get(0).getLocation()).extracting(Object::toString)
                .containsExactly("/f:Order/f:date");
    }

    @Test
    void findsTheKnownCodeAmongSeveral() {
        String codings = "{\"system\":\"urn:theirs\",\"code\":\"BAD_REQUEST\"},{\"system\":\"" + SYSTEM
                + "\",\"code\":\"THEIR_OWN\"},{\"system\":\"" + SYSTEM + "\",\"code\":\"NON_AUTHORITATIVE\"}";
        HttpResponse<String> answer = fhir.answered(response(403, JSON, outcome(
                "{\"severity\":\"error\",\"code\":\"forbidden\",\"details\":{\"coding\":[" + codings + "]}}")));
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("NON_AUTHORITATIVE").doesNotContain("THEIR_OWN")
                .doesNotContain("urn:theirs");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"severity\":\"error\",\"code\":\"forbidden\"}",
        "{\"severity\":\"warning\",\"code\":\"forbidden\",\"details\":{\"text\":\"theirs\"}}",
        "{\"severity\":\"error\",\"code\":\"forbidden\",\"details\":{\"coding\":[{\"system\":\"" + SYSTEM
                + "\",\"code\":\"THEIR_OWN\"}]}}"})
    void claimsNoProfileWithoutAKnownCode(String theirs) {
        Expect.proxy(fhir.answered(response(403, JSON, outcome(theirs))), 403, "forbidden");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"severity\":\"error\"}", "{\"code\":\"their-own\"}",
            "{\"severity\":\"their-own\",\"code\":\"INVALID\"}"})
    void makesAnUnknownIssueTypeAProcessingFailure(String theirs) {
        Expect.proxy(fhir.answered(response(400, JSON, outcome(theirs))), 400, "processing");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "java.lang.NullPointerException: x", "NullPointerException", "uk.nhs.gp.TaskStore refused",
                "failed at Foo.bar(Foo.java:12)",
        "Traceback (most recent call last)", "System.NullReferenceException in C:\\\\gp\\\\Task.cs",
        "see /opt/gp/tasks.xml", "/var/log/gp.log", "open(\\\"/etc/gp/conf\\\")", "file:/srv/gp/a",
        "\\\\\\\\server\\\\share", "line 3 of TaskStore.java",
        "Patient 9000000009 is unknown", "Patient 900 000 0009 is unknown", "NHS900-000-0009x"})
    void dropsDiagnosticsThatTellOfTheInsideOrThePatient(String diagnostics) {
        HttpResponse<String> answer =
                fhir.answered(response(422, JSON, outcome(issue("invalid", "INVALID_RESOURCE", diagnostics))));
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("INVALID_RESOURCE").doesNotContain("diagnostics");
    }

    @ParameterizedTest
    @ValueSource(strings =
            {"/f:Order/f:date must be today", "See http://fhir.nhs.net/StructureDefinition/gpconnect-task-order-1.",
        "subject and/or target: Patient/1, Organization/2", "The date is 2018-02-01T10:00:00Z, not today",
        "ASID 200000000359 may not, e.g. not here", "Value \\\"x\\\" isn't in the value set [1, 2]"})
    void keepsDiagnosticsThatTellTheSenderWhatToMend(String diagnostics) {
        HttpResponse<String> answer =
                fhir.answered(response(422, JSON, outcome(issue("invalid", "INVALID_RESOURCE", diagnostics))));
        assertThat(answer.body()).contains("\"diagnostics\":\"" + diagnostics + "\"");
    }

    @Test
    void dropsDiagnosticsWithoutEndAndPlacesThatAreNone() {
        String endless = issue("invalid", "INVALID_RESOURCE", "a.".repeat(40_000));
        assertThat(fhir.answered(response(422, JSON, outcome(endless))).body()).contains("INVALID_RESOURCE")
                .doesNotContain("diagnostics");
        String placed = issue("invalid", "INVALID_RESOURCE", "x")
                .replaceFirst("\\{", "{\"location\":[\"Patient[9000000009]\",\"a <b>\"],");
        assertThat(fhir.answered(response(422, JSON, outcome(placed))).body()).contains("INVALID_RESOURCE")
                .doesNotContain("location");
    }
}
