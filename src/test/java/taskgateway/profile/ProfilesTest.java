package taskgateway.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import ca.uhn.fhir.model.dstu2.composite.ResourceReferenceDt;
import ca.uhn.fhir.model.dstu2.resource.Basic;
import ca.uhn.fhir.model.dstu2.resource.OperationOutcome;
import ca.uhn.fhir.model.dstu2.resource.Order;
import ca.uhn.fhir.model.dstu2.resource.ValueSet;
import ca.uhn.fhir.model.primitive.IdDt;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.fhir.Format;
import taskgateway.fhir.Uris;
import taskgateway.rules.ErrorCode;
import taskgateway.rules.Finding;
import taskgateway.rules.Rule;

class ProfilesTest {

    private static final Profiles PROFILES = Profiles.load(Snapshots.DIRECTORY);

    static List<Spoiled> spoiled() {
        return Spoiled.all();
    }

    /** HAPI writes no blank values. */
    static List<Spoiled> spoiledAndWritable() {
        return Spoiled.all().stream().filter(spoiled -> !spoiled.json().contains("\" \"")).toList();
    }

    @Test
    void acceptsTheWorkedExample() {
        assertThat(check(order(Spoiled.GOOD))).isEmpty();
    }

    @Test
    void acceptsTheWorkedExampleInXml() {
        String xml = Format.XML.encode(order(Spoiled.GOOD));
        assertThat(check(Format.XML.parser().parseResource(Order.class, xml))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings =
            {"Patient/1", "Patient/A-b.9", "http://example.org/fhir/Patient/1", "https://example.org/p?id=1"})
    void acceptsSubject(String reference) {
        assertThat(check(order(Spoiled.GOOD.replace("Patient/1", reference)))).isEmpty();
    }

    @Test
    void acceptsAnUnknownExtension() {
        String extended = "\"extension\": [{\"url\": \"urn:a\", \"valueString\": \"b\"}], \"date\"";
        assertThat(check(order(Spoiled.GOOD.replace("\"date\"", extended)))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("spoiled")
    void rejects(Spoiled spoiled) {
        assertThat(check(order(spoiled.json())))
                .extracting(Finding::rule, Finding::location)
                .containsExactly(tuple(spoiled.rule(), spoiled.location()));
    }

    @ParameterizedTest
    @MethodSource("spoiledAndWritable")
    void rejectsInXmlWhatItRejectsInJson(Spoiled spoiled) {
        Order order = order(spoiled.json());
        String xml = Format.XML.encode(order);
        assertThat(check(Format.XML.parser().parseResource(Order.class, xml)))
                .extracting(Finding::rule)
                .contains(spoiled.rule());
    }

    @Test
    void reportsEveryFault() {
        String bad = Spoiled.GOOD.replace("\"Patient/1\"", "\"Group/1\"").replace("\"code\": \"1\"", "\"code\": \"3\"")
                .replace("\"target\"", "\"_target\"").replace("\"Task Narrative\"", "\"Note\"");
        assertThat(check(order(bad))).extracting(Finding::rule).containsExactlyInAnyOrder(
                Rule.REFERENCE_TYPE, Rule.BINDING, Rule.CARDINALITY, Rule.FIXED_VALUE);
    }

    @Test
    void namesWhichOfSeveralElementsIsWrong() {
        OperationOutcome outcome = outcome("BAD_REQUEST");
        outcome.addIssue(outcome("NO_SUCH_CODE").getIssueFirstRep());
        assertThat(PROFILES.check(outcome, Uris.OUTCOME_PROFILE)).extracting(Finding::rule, Finding::location)
                .containsExactly(tuple(Rule.BINDING, "/f:OperationOutcome/f:issue[2]/f:details"));
    }

    @Test
    void diagnosticsHoldNothingOfTheTask() {
        assertThat(spoiled()).allSatisfy(spoiled -> assertThat(check(order(spoiled.json())).get(0).diagnostics())
                .doesNotContain("Johnson", "ad6a2e86", "Group", "example.org").endsWith("."));
    }

    @Test
    void leavesTheTaskAsItWas() {
        Order order = order(Spoiled.GOOD);
        String before = Format.JSON.encode(order);
        check(order);
        assertThat(Format.JSON.encode(order)).isEqualTo(before);
    }

    @Test
    void takesEmptyObjectsThatHapiLeavesAboutForAbsent() {
        Order order = order(Spoiled.GOOD);
        assertThat(order.getWhen().getCode().isEmpty()).isTrue();
        assertThat(order.addIdentifier().isEmpty()).isTrue();
        assertThat(check(order)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"note", "#note"})
    void acceptsATaskThatAProgramBuilt(String id) {
        Order order = order(Spoiled.GOOD);
        Basic basic = (Basic) order.getContained().getContainedResources().get(0);
        basic.setId(id);
        order.getDetail().set(0, new ResourceReferenceDt("#note"));
        assertThat(check(order)).isEmpty();
        order.getDetail().set(0, (ResourceReferenceDt) new ResourceReferenceDt().setResource(basic));
        assertThat(check(order)).isEmpty();
    }

    @Test
    void rejectsContainedResourcesWithTheSameId() {
        Order order = order(Spoiled.GOOD);
        order.getContained().getContainedResources().add(order.getContained().getContainedResources().get(0));
        assertThat(check(order)).extracting(Finding::rule).contains(Rule.CONTAINED);
    }

    @Test
    void rejectsWhatAContainedResourceContains() {
        Order order = order(Spoiled.GOOD);
        Basic basic = (Basic) order.getContained().getContainedResources().get(0);
        basic.getContained().getContainedResources().add(new Basic());
        assertThat(check(order)).extracting(Finding::rule, Finding::location)
                .containsExactly(tuple(Rule.CONTAINED, "/f:Order/f:contained/f:Basic/f:contained"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "a b", "Ä"})
    void rejectsContainedResourceWithoutProperId(String id) {
        Order order = order(Spoiled.GOOD);
        order.getContained().getContainedResources().get(0).setId(new IdDt(id));
        assertThat(check(order)).extracting(Finding::rule).contains(Rule.CONTAINED);
    }

    @Test
    void acceptsEveryCodeThatTheGatewayAnswersWith() {
        assertThat(Stream.of(ErrorCode.values())).allSatisfy(code ->
                assertThat(PROFILES.check(outcome(code.name()), Uris.OUTCOME_PROFILE)).isEmpty());
    }

    @Test
    void servesItsDefinitions() {
        assertThat(PROFILES.urls())
                .containsExactlyInAnyOrder(Uris.ORDER_PROFILE, Uris.BASIC_PROFILE, Uris.OUTCOME_PROFILE);
        assertThat(PROFILES.definition("StructureDefinition", "gpconnect-task-order-1")).isPresent();
        assertThat(PROFILES.definition("StructureDefinition", "gpconnect-task-type-1")).isEmpty();
    }

    @Test
    void valueSetOfErrorCodesIsTheGatewaysOwn() {
        ValueSet served = (ValueSet) PROFILES.definition("ValueSet", "gpconnect-error-or-warning-code-1").orElseThrow();
        assertThat(served.getUrl()).isEqualTo(Uris.ERROR_CODE);
        assertThat(served.getCodeSystem().getConcept())
                .extracting(concept -> tuple(concept.getCode(), concept.getDisplay()))
                .containsExactly(Stream.of(ErrorCode.values()).map(code -> tuple(code.name(), code.display()))
                        .toArray(Tuple[]::new));
    }

    @Test
    void checksInManyThreads() {
        assertThat(IntStream.range(0, 2000).parallel().filter(i -> !check(order(Spoiled.GOOD)).isEmpty())).isEmpty();
    }

    @Test
    void refusesToCheckAgainstAProfileOfAnotherType() {
        assertThatThrownBy(() -> PROFILES.check(new Basic(), Uris.ORDER_PROFILE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Finding> check(Order order) {
        return PROFILES.check(order, Uris.ORDER_PROFILE);
    }

    private static Order order(String json) {
        return Format.JSON.parser().parseResource(Order.class, json);
    }

    private static OperationOutcome outcome(String code) {
        return Format.JSON.parser().parseResource(OperationOutcome.class, """
                {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "invalid", "details": {"coding":
                [{"system": "%s", "code": "%s", "display": "a"}]}}]}""".formatted(Uris.ERROR_CODE, code));
    }
}
