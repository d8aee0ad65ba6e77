package taskgateway.deliver.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static taskgateway.testkit.FhirGateway.ODS;
import static taskgateway.testkit.Responses.JSON;
import static taskgateway.testkit.Responses.XML;
import static taskgateway.testkit.Responses.outcome;
import static taskgateway.testkit.Responses.response;

import ca.uhn.fhir.model.dstu2.resource.OperationOutcome;
import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.fhir.Format;
import taskgateway.testkit.Expect;
import taskgateway.testkit.FhirGateway;
import taskgateway.testkit.Slow;

/**
 * In whatever place of an OperationOutcome, and in that of whatever version of FHIR, a provider says why: the sender
 * learns it.
 */
@ExtendWith(FhirGateway.Shared.class)
@Slow
class FhirReasonsTest {

    private static final String WHY = "The patient has left the practice";
    private static final String DIV =
            "<div xmlns=\\\"http://www.w3.org/1999/xhtml\\\"><h1>Operation&nbsp;Outcome</h1><p>"
            + "The patient<br/>has <b>left</b> the practice</p></div>";

    private final FhirGateway fhir;

    FhirReasonsTest(FhirGateway fhir) {
        this.fhir = fhir;
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{'severity':'error','code':'forbidden','diagnostics':'WHY'}",
        "{'severity':'error','code':'forbidden','details':{'text':'WHY'}}",
        "{'severity':'error','code':'forbidden','details':{'coding':[{'system':'urn:theirs','code':'17',"
        + "'display':'WHY'}]}}",
        "{'severity':'error','code':'forbidden','diagnostics':'java.lang.NullPointerException:"
        + " x','details':{'text':'WHY'}}",
        "{'severity':'error','code':'forbidden','diagnostics':'"
        + " ','details':{'text':'WHY'},'expression':['Order.subject']}",
        "{'severity':'fatal','type':{'system':'http://hl7.org/fhir/issue-type','code':'forbidden'},'details':'WHY'}",
        "{'severity':'error','code':'forbidden','diagnostics':'WHY','_diagnostics':{'extension':[{'url':'urn:x',"
        + "'valueCode':'en'}]},"
                + "'extension':[{'url':'http://hapifhir.io/fhir/StructureDefinition/x','valueString':'y'}],"
                + "'unknown':{'a':[1]}}",
        "{'severity':'information','code':'informational','diagnostics':'Received'},"
                + "{'severity':'warning','code':'incomplete','diagnostics':'No display'},"
                + "{'severity':'error','code':'forbidden','diagnostics':'WHY'}"})
    void anIssueSaysWhy(String issue) {
        String theirs = issue.replace('\'', '"').replace("WHY", WHY);
        HttpResponse<String> answer = fhir.answered(response(403, JSON, outcome(theirs)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
        assertThat(only(answer).getDiagnostics()).isEqualTo(WHY);
        assertThat(only(answer).getCode()).isEqualTo("forbidden");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "<issue><severity value='error'/><code value='forbidden'/><diagnostics value='WHY'/></issue>",
        "<issue><severity value='error'/><code value='forbidden'/><details><text value='WHY'/></details></issue>",
        "<issue><severity value='error'/><type><system value='http://hl7.org/fhir/issue-type'/><code"
        + " value='forbidden'/></type><details value='WHY'/></issue>",
        "<text><status value='generated'/><div xmlns='http://www.w3.org/1999/xhtml'><p>The patient&nbsp;has <b>left</b>"
        + " the practice</p></div></text><issue><severity value='error'/><code value='forbidden'/></issue>",
        "<issue><severity value='error'/><code value='forbidden'/><diagnostics value='WHY'><extension"
        + " url='urn:x'><valueCode value='en'/></extension></diagnostics><expression value='Order.subject'/></issue>"})
    void anIssueInXmlSaysWhy(String content) {
        HttpResponse<String> answer = fhir.answered(response(403, XML,
                "<OperationOutcome xmlns=\"http://hl7.org/fhir\">"
                + content.replace('\'', '"').replace("WHY", WHY) + "</OperationOutcome>"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
        assertThat(only(answer).getDiagnostics()).isEqualTo(WHY);
        assertThat(only(answer).getCode()).isEqualTo("forbidden");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'issue':[{'severity':'error','code':'forbidden'}]", "'issue':[]",
        "'issue':{'severity':'error','code':'forbidden','diagnostics':'at uk.nhs.Store.save(Store.java:1)'}"})
    void theNarrativeSaysWhyWhereNoIssueDoes(String issues) {
        HttpResponse<String> answer = fhir.answered(response(403, JSON,
                ("{'resourceType':'OperationOutcome','text':{'div':'DIV'},"
                + issues + "}").replace('\'', '"').replace("DIV", DIV)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
        assertThat(only(answer).getDiagnostics()).isEqualTo("Operation Outcome The patient has left the practice");
    }

    @Test
    void aPlaceInTheWordsOfALaterVersionIsRelayed() {
        HttpResponse<String> answer = fhir.answered(response(422, JSON, outcome(
                "{\"severity\":\"error\",\"code\":\"value\",\"details\":{\"text\":\"x\"},"
                + "\"expression\":[\"Order.subject\"]}")));
        assertThat(only(answer).getLocation()).extracting(Object::toString).containsExactly("Order.subject");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'resourceType':'Bundle','type':'batch-response','entry':[{'resource':OUTCOME}]}",
        "{'resourceType':'Bundle','type':'transaction-response','entry':[{'response':{'status':'403',"
        + "'outcome':OUTCOME}}]}"})
    void anOutcomeInABundleSaysWhy(String bundle) {
        String theirs = outcome("{'severity':'error','code':'forbidden','diagnostics':'" + WHY + "'}")
                .replace('\'', '"');
        HttpResponse<String> answer = fhir.answered(response(403, JSON,
                bundle.replace('\'', '"').replace("OUTCOME", theirs)));
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(only(answer).getDiagnostics()).isEqualTo(WHY);
    }

    @Test
    void aRefusalInTheFormatThatWasNotAskedForSaysWhy() {
        String xml = Format.XML.encode(Format.JSON.parser().parseResource(
                outcome("{\"severity\":\"error\",\"code\":\"forbidden\",\"diagnostics\":\"" + WHY + "\"}")));
        for (String type : List.of(XML, JSON, "text/xml", "text/html")) {
            assertThat(only(fhir.answered(response(403, type, xml))).getDiagnostics()).isEqualTo(WHY);
        }
    }

    @Test
    void aNarrativeThatTellsOfTheInsideOrThePatientIsNotRelayed() {
        for (String telling : List.of("NullPointerException", "Patient 900 000 0009 is dead",
                "see /opt/gp/tasks.xml")) {
            HttpResponse<String> answer = fhir.answered(response(422, JSON,
                    "{\"resourceType\":\"OperationOutcome\",\"text\":{\"div\":"
                    + "\"<div>" + telling + "</div>\"},\"issue\":[{\"severity\":\"error\",\"code\":\"invalid\"}]}"));
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(answer.body()).doesNotContain("diagnostics");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"943 476 5919", "943\u00a0476\u00a05919", "943.476.5919", "943\u2011476\u20115919",
        "943 - 476 - 5919", "943\u2013476\u20145919", "943_476/5919", "943\u2212476\u22125919",
        "943\u200b476\u00ad5919", "943\\t476\\n5919", "9434765919", "\uff19\uff14\uff134765919"})
    void anNhsNumberIsNotRelayedHoweverItIsWritten(String number) {
        HttpResponse<String> answer = fhir.answered(response(422, JSON, outcome(
                "{\"severity\":\"error\",\"code\":\"invalid\",\"diagnostics\":\"Patient " + number
                + " is dead\"}")));
        assertThat(only(answer).getDiagnostics()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"9434765919", "943-476-5919", "943.476.5919", "943_476_5919"})
    void anNhsNumberInAPlaceIsNotRelayed(String number) {
        HttpResponse<String> answer = fhir.answered(response(422, JSON, outcome(
                "{\"severity\":\"error\",\"code\":\"invalid\",\"diagnostics\":\"Unknown\","
                + "\"location\":[\"/f:Patient[@id='" + number + "']\"]}")));
        assertThat(only(answer).getDiagnostics()).isEqualTo("Unknown");
        assertThat(only(answer).getLocation()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ASID 200000000359 is not known", "2018-02-01 10:00:00 closed", "400, 422 or 5001 tasks"})
    void numbersThatAreNoPatientsAreRelayed(String words) {
        HttpResponse<String> answer = fhir.answered(response(422, JSON, outcome(
                "{\"severity\":\"error\",\"code\":\"invalid\",\"diagnostics\":\"" + words + "\"}")));
        assertThat(only(answer).getDiagnostics()).isEqualTo(words);
    }

    @Test
    @Timeout(60)
    void aHundredReasonsAreRelayedAtMost() {
        String issue = "{\"severity\":\"error\",\"code\":\"invalid\",\"diagnostics\":\"" + "a ".repeat(20) + "\"}";
        HttpResponse<String> answer = fhir.answered(response(422, JSON,
                outcome(String.join(",", Collections.nCopies(1_900, issue)))));
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(issues(answer)).hasSize(100);
    }

    @Test
    @Timeout(60)
    void ofCountlessWordsInOneReasonAFewAreLookedAt() {
        String telling = "{\"display\":\"" + "NullPointerException\"}";
        HttpResponse<String> answer = fhir.answered(response(422, JSON, outcome(
                "{\"severity\":\"error\",\"code\":\"invalid\",\"details\":{\"coding\":["
                + String.join(",", Collections.nCopies(4_000, telling)) + ",{\"display\":\"late\"}]}}")));
        assertThat(only(answer).getDiagnostics()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {503, 429})
    void aBusyProviderIsToldInItsOwnWords(int status) {
        String theirs =
                outcome("{\"severity\":\"error\",\"code\":\"transient\",\"details\":{\"text\":\"Closed until six\"}}");
        HttpResponse<String> answer = fhir.answered(response(status, JSON, theirs, "Retry-After: 7"));
        Expect.proxy(answer, status, status == 429 ? "throttled" : "transient");
        assertThat(answer.body()).contains("Closed until six");
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("7");
    }

    @Test
    void aDeclarationOfEntitiesIsNotRead() {
        Expect.rubbish(fhir.answered(response(422, XML,
                "<!DOCTYPE OperationOutcome [<!ENTITY a \"aaaa\"><!ENTITY b SYSTEM "
                + "\"file:///etc/hostname\">]><OperationOutcome xmlns=\"http://hl7.org/fhir\"><issue><severity"
                + " value=\"error\"/><diagnostics value=\"&a;&b;\"/></issue></OperationOutcome>")));
        assertThat(fhir.create(ODS).statusCode()).isEqualTo(502);
    }

    private static OperationOutcome.Issue only(HttpResponse<String> answer) {
        List<OperationOutcome.Issue> issues = issues(answer);
        assertThat(issues).as(answer.body()).hasSize(1);
        return issues.get(0);
    }

    private static List<OperationOutcome.Issue> issues(HttpResponse<String> answer) {
        return Format.JSON.parser().parseResource(OperationOutcome.class, answer.body()).getIssue();
    }
}
