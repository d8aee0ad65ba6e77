package taskgateway.reply;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.model.dstu2.resource.OperationOutcome;
import ca.uhn.fhir.model.dstu2.valueset.IssueTypeEnum;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import taskgateway.fhir.Format;
import taskgateway.rules.ErrorCode;
import taskgateway.rules.Issue;
import taskgateway.rules.Outcome;
import taskgateway.rules.Rule;

class OutcomeWriterTest {

    private final OutcomeWriter writer = new OutcomeWriter();

    @Test
    void writesEveryIssueInOrder() {
        Outcome outcome = new Outcome(422, List.of(
                new Issue("invalid", ErrorCode.INVALID_RESOURCE, "/f:Order/f:date", "date is not today."),
                new Issue("invalid", ErrorCode.BAD_REQUEST, null, null)), null);

        assertThat(Format.JSON.encode(writer.write(outcome))).isEqualTo("""
                {"resourceType":"OperationOutcome",\
                "meta":{"profile":["http://fhir.nhs.net/StructureDefinition/gpconnect-operationoutcome-1"]},\
                "issue":[\
                {"severity":"error","code":"invalid",\
                "details":{"coding":[{"system":"http://fhir.nhs.net/ValueSet/gpconnect-error-or-warning-code-1",\
                "code":"INVALID_RESOURCE","display":"Invalid validation of resource"}]},\
                "diagnostics":"date is not today.","location":["/f:Order/f:date"]},\
                {"severity":"error","code":"invalid",\
                "details":{"coding":[{"system":"http://fhir.nhs.net/ValueSet/gpconnect-error-or-warning-code-1",\
                "code":"BAD_REQUEST","display":"Bad request"}]}}]}""");
    }

    @Test
    void claimsNoProfileInTheStyleOfTheSpineSecurityProxy() {
        Outcome outcome =
                new Outcome(502, List.of(new Issue("transient", null, null, "The provider is offline.")), null);

        assertThat(Format.JSON.encode(writer.write(outcome))).isEqualTo("""
                {"resourceType":"OperationOutcome",\
                "issue":[{"severity":"error","code":"transient","diagnostics":"The provider is offline."}]}""");
    }

    @Test
    void claimsNoProfileWhenOneIssueHasNoCode() {
        Outcome outcome = new Outcome(403, List.of(
                new Issue("forbidden", null, null, "a"), new Issue("invalid", ErrorCode.BAD_REQUEST, null, "b")), null);

        assertThat(Format.JSON.encode(writer.write(outcome))).doesNotContain("profile").contains("BAD_REQUEST");
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void staysWritableWhateverTheDiagnosticsQuote(Format format) {
        String hostile = "\u0000\u0008<script>&]]>\uD800\uFFFE\u001B é \uD83D\uDE00";
        Outcome outcome = new Outcome(422,
                List.of(new Issue("invalid", ErrorCode.INVALID_RESOURCE, "/f:" + hostile, hostile)), null);

        OperationOutcome read = (OperationOutcome) format.parser().parseResource(format.encode(writer.write(outcome)));

        assertThat(read.getIssueFirstRep().getDiagnostics())
                .isEqualTo("\uFFFD\uFFFD<script>&]]>\uFFFD\uFFFD\uFFFD é \uD83D\uDE00");
    }

    @ParameterizedTest
    @EnumSource(Rule.class)
    void everyRulesIssueTypeIsOneOfFhir(Rule rule) {
        OperationOutcome written = writer.write(rule.found("diagnostics").refusal().outcome());

        assertThat(IssueTypeEnum.forCode(written.getIssueFirstRep().getCode())).isNotNull();
        assertThat(written.getIssueFirstRep().getSeverity()).isEqualTo("error");
    }
}
