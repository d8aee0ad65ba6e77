package taskgateway.deliver.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static taskgateway.testkit.FhirGateway.ODS;
import static taskgateway.testkit.Responses.JSON;
import static taskgateway.testkit.Responses.XML;
import static taskgateway.testkit.Responses.kept;
import static taskgateway.testkit.Responses.response;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.fhir.Format;
import taskgateway.testkit.Expect;
import taskgateway.testkit.FhirGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/**
 * What is relayed of a FHIR provider follows both profiles and is safe. A 201 for the task is a success whatever the
 * provider has made of it; one for another task is none.
 */
@ExtendWith(FhirGateway.Shared.class)
@Slow
class FhirRelayedOrderTest {

    private static final String SENT = "Please review the patient's medications";

    private final FhirGateway fhir;

    FhirRelayedOrderTest(FhirGateway fhir) {
        this.fhir = fhir;
    }

    @ParameterizedTest
    @ValueSource(strings = {"&nbsp;|\u00a0", "&copy;|\u00a9", "&euro;|\u20ac", "&#160;|\u00a0", "&amp;|&amp;",
            "&lt;b&gt;|&lt;b&gt;"})
    void anEntityOfHtmlBecomesItsCharacter(String entity) {
        String[] fromTo = entity.split("\\|");
        HttpResponse<String> answer = created(body -> body.replace("Please review", "Do" + fromTo[0] + "review"));
        assertThat(answer.body()).contains("Do" + fromTo[1] + "review");
        assertThat(fhir.read("7", response(200, JSON,
                kept(Sender.json(), "7").replace("Please review", "Do" + fromTo[0] + "review")))
                .body()).contains("Do" + fromTo[1] + "review");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<script>alert(1)</script>", "<p onclick=\\\"x()\\\">a</p>",
            "<iframe src=\\\"http://evil.example\\\"/>",
        "<a href=\\\"javascript:x()\\\">a</a>", "&unheard;", "<b>", "<img src=\\\"http://evil.example/x.png\\\"/>",
        "<p style=\\\"display:none\\\">a</p>", "<!DOCTYPE a>"})
    void aNarrativeThatIsNotSafeIsNotRelayed(String active) {
        UnaryOperator<String> spoil = body -> body.replace("Please review", "Spoiled " + active + " review");
        HttpResponse<String> answer = created(spoil);
        assertThat(answer.body()).contains(SENT).doesNotContain("Spoiled");
        HttpResponse<String> read = fhir.read("7", response(200, JSON, spoil.apply(kept(Sender.json(), "7"))));
        Expect.rubbish(read);
        assertThat(read.body()).doesNotContain("Spoiled").contains("narrative");
    }

    @Test
    void activeContentInXmlIsNotRelayed() {
        HttpResponse<String> answer = answered(body ->
                response(201, XML, Format.XML.encode(Format.JSON.parser().parseResource(
                kept(body, "c1"))).replace("Please review", "Spoiled <script>x</script> review")));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(answer.body()).contains(SENT).doesNotContain("Spoiled");
    }

    /**
     * Servers that leave out the narrative of what is contained, as HAPI did until 2018, or keep no more than the id.
     */
    @ParameterizedTest
    @ValueSource(strings = {"\"text\":\\{[^}]*\\},|", "\"contained\":\\[.*\\],\"identifier\"|\"identifier\"",
        "\"meta\":\\{\"versionId\".*|\"meta\":{\"versionId\":\"1\"}}",
        "\"date\":\"[^\"]*\"|\"date\":\"yesterday\"", "\"reasonCodeableConcept\":.*?\"\\},|",
        "\"Task Narrative\"|\"Note\"",
        "\"date\"|\"when\":{\"code\":{\"text\":\"now\"}},\"date\""})
    void whatDoesNotFollowTheProfilesIsAnsweredWithTheTaskSent(String change) {
        String[] fromTo = (change + " ").split("\\|", 2);
        HttpResponse<String> answer = created(body -> {
            String changed = body.replaceFirst(fromTo[0], fromTo[1].strip());
            assertThat(changed).isNotEqualTo(body);
            return changed;
        });
        assertThat(answer.body()).contains(SENT).contains("\"id\":\"c1\"").contains(fhir.root(ODS) + "/Patient/1");
    }

    @Test
    void whatXmlCannotHoldIsAnsweredWithTheTaskSent() {
        assertThat(created(body -> body.replace("For your information", "For\\u0001you")).body())
                .contains("For your information");
    }

    @Test
    void whatFhirDoesNotKnowIsLeftOutOfTheProvidersOrder() {
        HttpResponse<String> answer = created(body -> body.replace("\"date\"", "\"intent\":\"order\",\"date\"")
                .replace("For your information", "As the provider puts it"));
        assertThat(answer.body()).contains("As the provider puts it").doesNotContain("intent");
    }

    @Test
    void aProfileThatTheProviderDoesNotClaimIsClaimedWhereItIsFollowed() {
        String without = kept(Sender.json(), "7").replaceAll("\"profile\"\\s*:\\s*\\[[^\\]]*\\]", "\"tag\":[]");
        HttpResponse<String> answer = fhir.read("7", response(200, JSON, without));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("gpconnect-task-order-1").contains("gpconnect-task-description-basic-1");
    }

    @Test
    void anOrderThatIsNoTaskIsNotRelayed() {
        Expect.rubbish(fhir.read("7", response(200, JSON, "{\"resourceType\":\"Order\",\"id\":\"7\"}")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"Patient/1\"|\"Patient/2\"", "\"Patient/1\"|\"ADDRESS/Patient/2\"",
            "\"Patient/1\"|\"Person/1\"",
        "\"Patient/1\"|\"Patient/2/_history/1\"", "\"Patient/1\"|\"urn:uuid:6e9c1b0e-0000-4000-8000-000000000001\"",
        "\"Organization/2\"|\"Organization/3\"", "\"Organization/2\"|\"https://elsewhere.example/fhir/Organization/3\"",
        "\"code\":\"1\"|\"code\":\"2\""})
    void anOrderForAnotherPatientTargetOrTaskTypeIsAnUnknownOutcome(String change) {
        String[] fromTo = change.replace("ADDRESS", fhir.provider.address() + "/fhir").split("\\|");
        Expect.outcomeUnknown(answered(body -> response(201, JSON, kept(body, "c1").replace(fromTo[0], fromTo[1]))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ADDRESS/Patient/1", "ADDRESS/Patient/1/_history/3", "Patient/1/_history/3",
            "ROOT/Patient/1",
        "http://inside.example:8080/fhir/Patient/1"})
    void theSamePatientIsTheSameHoweverItIsReferredTo(String reference) {
        String theirs = reference.replace("ADDRESS", fhir.provider.address() + "/fhir").replace("ROOT", fhir.root(ODS));
        HttpResponse<String> answer = answered(body ->
                response(201, JSON, kept(body, "c1").replace("\"Patient/1\"", "\"" + theirs + "\""),
                "Location: http://inside.example:8080/fhir/Order/c1/_history/1"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(answer.body()).contains("\"reference\":\"" + fhir.root(ODS) + "/Patient/1\"");
    }

    @Test
    void theIdentifierThatTheProviderLeavesOutIsThere() {
        HttpResponse<String> answer = created(body -> body.replaceFirst("\"identifier\":\\[[^\\]]*\\],", ""));
        assertThat(answer.body()).contains("\"identifier\"").contains("200000000359.");
    }

    private HttpResponse<String> created(UnaryOperator<String> change) {
        HttpResponse<String> answer = answered(body -> response(201, JSON, change.apply(kept(body, "c1"))));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Location")).hasValue(fhir.root(ODS) + "/Order/c1/_history/1");
        return answer;
    }

    private HttpResponse<String> answered(UnaryOperator<String> response) {
        return fhir.answered((request, caller) ->
                caller.getOutputStream().write(response.apply(request.body()).getBytes(StandardCharsets.UTF_8)));
    }
}
