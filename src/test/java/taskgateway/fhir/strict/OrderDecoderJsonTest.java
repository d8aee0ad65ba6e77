package taskgateway.fhir.strict;

import static org.assertj.core.api.Assertions.assertThat;
import static taskgateway.fhir.Format.JSON;
import static taskgateway.fhir.strict.Samples.decode;
import static taskgateway.fhir.strict.Samples.faults;
import static taskgateway.fhir.strict.Samples.good;
import static taskgateway.fhir.strict.Samples.refusal;
import static taskgateway.fhir.strict.Samples.spoilt;

import ca.uhn.fhir.model.dstu2.resource.Basic;
import ca.uhn.fhir.model.dstu2.resource.Order;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.rules.Finding;
import taskgateway.rules.Rule;

class OrderDecoderJsonTest {

    private static final String DATE = "\"date\": \"2014-12-11\"";
    private static final String DISPLAY = "\"display\": \"Mrs Jane Johnson\"";

    @Test
    void acceptsThePublishedExample() {
        Decoded decoded = decode(JSON, good(JSON));
        assertThat(decoded.findings()).isEmpty();
        Order order = decoded.order();
        assertThat(order.getDateElement().getValueAsString()).isEqualTo("2014-12-11");
        assertThat(order.getDetail().get(0).getReference().getValue())
                .isEqualTo("#ad6a2e86-37a8-43c9-b0ae-f2adcff4de3a");
        assertThat(order.getDetail().get(0).getResource()).isInstanceOf(Basic.class);
    }

    @Test
    void acceptsAByteOrderMark() {
        assertThat(faults(JSON, "\uFEFF" + good(JSON))).isEmpty();
    }

    @Test
    void acceptsCommentsAndLeavesThemOut() {
        String body = spoilt(JSON, DATE, DATE + ", \"fhir_comments\": [\"a comment\"]");
        assertThat(faults(JSON, body)).isEmpty();
        assertThat(JSON.encode(decode(JSON, body).order())).doesNotContain("a comment");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \r\n\t ", "\uFEFF"})
    void refusesNoBody(String body) {
        assertThat(refusal(JSON, body)).first().isEqualTo("400");
        assertThat(refusal(JSON, body).get(1)).isEqualTo("Send the resource as the body");
    }

    @ParameterizedTest
    @ValueSource(strings =
            {"{", "{\"resourceType\":\"Order\"} x", "{\"resourceType\":\"Order\"}{}", "{'resourceType':'Order'}",
        "{\"resourceType\":\"Order\",}", "{\"a\":01}", "{\"a\":NaN}", "/* */{}", "<Order/>", "{\"a\":\"\n\"}",
        "{\"a\":\"\u0000\"}", "{\"resourceType\":\"Order\"}\u0000"})
    void refusesWhatIsNotJson(String body) {
        assertThat(refusal(JSON, body)).hasSize(2).first().isEqualTo("400");
        assertThat(refusal(JSON, body).get(1)).matches("The JSON is not well-formed.*|Something follows.*");
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        byte[] body = good(JSON).replace("Mrs", "M\u00e9").getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(refusal(JSON, body)).containsExactly("400", "The body is not UTF-8");
        byte[] wide = good(JSON).getBytes(java.nio.charset.StandardCharsets.UTF_16);
        assertThat(refusal(JSON, wide)).containsExactly("400", "The body is not UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "\"Order\"", "null", "{\"resourceType\":null}", "{\"resourceType\":5}",
        "{\"resourceType\":\"\"}", "{\"resourceType\":[\"Order\"]}"})
    void refusesABodyThatNamesNoType(String body) {
        assertThat(refusal(JSON, body))
                .containsExactly("400", "The JSON must be one object with the resourceType Order");
    }

    @Test
    void refusesAnotherType() {
        assertThat(refusal(JSON, spoilt(JSON, "\"resourceType\": \"Order\"", "\"resourceType\": \"Patient\"")))
                .containsExactly("400", "The resource is of type Patient; expected is Order");
    }

    @ParameterizedTest
    @ValueSource(strings = {"order", "Ordre", "Resource", "DomainResource", "Task", " Order"})
    void refusesAnUnknownTypeAlone(String type) {
        String body = spoilt(JSON, "\"resourceType\": \"Order\"", "\"bad\": null, \"resourceType\": \"" + type + "\"");
        assertThat(refusal(JSON, body))
                .containsExactly("422", "FHIR DSTU2 has no such resource type; expected is Order");
    }

    @Test
    void tellsEveryFaultOfLayerSixAtOnce() {
        String body = "{\"a\":1,\"a\":2,\"b\":{\"c\":1,\"c\":1},\"resourceType\":\"Patient\"}";
        assertThat(refusal(JSON, body)).hasSize(4).contains("The key 'a' stands twice in one object (line 1, column 8)",
                "The key 'c' stands twice in one object (line 1, column 25)");
    }

    @Test
    void refusesAKeyThatStandsTwice() {
        assertThat(refusal(JSON, spoilt(JSON, DISPLAY, DISPLAY + "," + DISPLAY)).get(1))
                .startsWith("The key 'display'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "\"display\": 5                          | ELEMENT_TYPE@/f:Order/f:subject/f:display",
        "\"display\": true                       | ELEMENT_TYPE@/f:Order/f:subject/f:display",
        "\"display\": null                       | ELEMENT_TYPE@/f:Order/f:subject/f:display",
        "\"display\": \"\"                       | ELEMENT_TYPE@/f:Order/f:subject/f:display",
        "\"display\": \" \"                      | ELEMENT_TYPE@/f:Order/f:subject/f:display",
        "\"display\": [\"a\"]                    | ELEMENT_TYPE@/f:Order/f:subject/f:display",
        "\"display\": {\"a\": 1}                 | ELEMENT_TYPE@/f:Order/f:subject/f:display",
        "\"display\": \"a\\u0000b\"              | ELEMENT_TYPE@/f:Order/f:subject/f:display",
        "\"display\": \"a\\ud800b\"              | ELEMENT_TYPE@/f:Order/f:subject/f:display",
        "\"_display\": {\"id\": \"a\"}           | ELEMENT_TYPE@/f:Order/f:subject/f:display",
        "\"_display\": {\"x\": \"a\"}            | ELEMENT_UNKNOWN@/f:Order/f:subject/f:display/f:x",
        "\"_display\": null                      | ELEMENT_TYPE@/f:Order/f:subject/f:display",
        "\"_display\": {}                        | ELEMENT_TYPE@/f:Order/f:subject/f:display",
        "\"_displei\": {\"id\": \"a\"}           | ELEMENT_UNKNOWN@/f:Order/f:subject/f:_displei",
        "\"displei\": \"a\"                      | ELEMENT_UNKNOWN@/f:Order/f:subject/f:displei",
        "\"\": \"a\"                             | ELEMENT_UNKNOWN@/f:Order/f:subject/f:",
        "\"resourceType\": \"a\"                 | ELEMENT_UNKNOWN@/f:Order/f:subject/f:resourceType",
        "\"id\": \"a b\"                         | ELEMENT_TYPE@/f:Order/f:subject/f:id",
        "\"id\": 5                               | ELEMENT_TYPE@/f:Order/f:subject/f:id",
        "\"fhir_comments\": \"a\"                | ELEMENT_TYPE@/f:Order/f:subject/f:fhir_comments",
        "\"extension\": null                     | ELEMENT_TYPE@/f:Order/f:subject/f:extension",
        "\"extension\": {}                       | ELEMENT_TYPE@/f:Order/f:subject/f:extension",
        "\"extension\": []                       | ELEMENT_TYPE@/f:Order/f:subject/f:extension",
        "\"extension\": [null]                   | ELEMENT_TYPE@/f:Order/f:subject/f:extension",
        "\"extension\": [{\"url\": \"http://e\"}]  | EXTENSION_INCOMPLETE@/f:Order/f:subject/f:extension",
        "\"extension\": [{\"valueString\": \"a\"}] | EXTENSION_INCOMPLETE@/f:Order/f:subject/f:extension",
        "\"extension\": [{\"url\": \"\", \"valueString\": \"a\"}] | ELEMENT_TYPE@/f:Order/f:subject/f:extension/f:url",
        "\"extension\": [{\"url\": \"http://e\", \"valueString\": 5}] |"
        + " ELEMENT_TYPE@/f:Order/f:subject/f:extension/f:valueString",
        "\"extension\": [{\"url\": \"http://e\", \"valueString\": \"a\", \"extension\": [{\"url\": \"http://f\","
        + " \"valueString\": \"a\"}]}] | EXTENSION_INCOMPLETE@/f:Order/f:subject/f:extension",
        "\"extension\": [{\"url\": \"http://e\", \"valueString\": \"a\", \"valueCode\": \"a\"}]"
            + " | CARDINALITY@/f:Order/f:subject/f:extension/f:valueCode",
        "\"extension\": [{\"url\": \"http://e\", \"valuePatient\": {\"reference\": \"Patient/1\"}}]"
            + " | ELEMENT_UNKNOWN@/f:Order/f:subject/f:extension/f:valuePatient",
        "\"modifierExtension\": [{\"url\": \"http://e\", \"valueString\": \"a\"}] |"
        + " MODIFIER_EXTENSION@/f:Order/f:subject/f:modifierExtension",
        "\"modifierExtension\": null             | MODIFIER_EXTENSION@/f:Order/f:subject/f:modifierExtension",
    })
    void tellsWhatIsWrongInAReference(String spoiler, String fault) {
        assertThat(faults(JSON, spoilt(JSON, DISPLAY, spoiler))).containsExactly(fault);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "\"date\": 2014                          | ELEMENT_TYPE@/f:Order/f:date",
        "\"date\": null                          | ELEMENT_TYPE@/f:Order/f:date",
        "\"date\": [\"2014-12-11\"]              | ELEMENT_TYPE@/f:Order/f:date",
        "\"date\": \"2014-13-45\"                | ELEMENT_TYPE@/f:Order/f:date",
        "\"date\": \"2014-02-30\"                | ELEMENT_TYPE@/f:Order/f:date",
        "\"date\": \"0000-01-01\"                | ELEMENT_TYPE@/f:Order/f:date",
        "\"date\": \"11/12/2014\"                | ELEMENT_TYPE@/f:Order/f:date",
        "\"date\": \"2014-12-11T10:00:00\"       | ELEMENT_TYPE@/f:Order/f:date",
        "\"date\": \"2014-12-11T10:00Z\"         | ELEMENT_TYPE@/f:Order/f:date",
        "\"date\": \"2014-12-11T25:00:00Z\"      | ELEMENT_TYPE@/f:Order/f:date",
        "\"date\": \"2014-12-11 \"               | ELEMENT_TYPE@/f:Order/f:date",
        "\"subjectResource\": {\"reference\": \"Patient/1\"} | ELEMENT_UNKNOWN@/f:Order/f:subjectResource",
        "\"reasonReference\": {\"reference\": \"Patient/1\"} | CARDINALITY@/f:Order/f:reasonCodeableConcept",
        "\"reasonString\": \"a\"                 | ELEMENT_UNKNOWN@/f:Order/f:reasonString",
        "\"reason\": \"a\"                       | ELEMENT_UNKNOWN@/f:Order/f:reason",
        "\"implicitRules\": \"http://e\"         | ELEMENT_UNKNOWN@/f:Order/f:implicitRules",
        "\"language\": \"en GB \"                | ELEMENT_TYPE@/f:Order/f:language",
        "\"identifier\": {\"value\": \"a\"}      | ELEMENT_TYPE@/f:Order/f:identifier",
        "\"identifier\": [[{\"value\": \"a\"}]]  | ELEMENT_TYPE@/f:Order/f:identifier",
        "\"identifier\": [{\"value\": \"a\"}, null] | ELEMENT_TYPE@/f:Order/f:identifier[2]",
        "\"identifier\": [{\"system\": \"a b\"}, {\"value\": \"a\"}] | ELEMENT_TYPE@/f:Order/f:identifier[1]/f:system",
        "\"identifier\": [{\"use\": \"wrong\"}]  | BINDING@/f:Order/f:identifier/f:use",
        "\"identifier\": [{\"id\": \"only\"}]    | ELEMENT_TYPE@/f:Order/f:identifier",
        "\"identifier\": [{\"id\": \"i\", \"value\": \"a\"}, {\"id\": \"i\", \"value\": \"b\"}] |"
        + " ELEMENT_TYPE@/f:Order/f:identifier[2]/f:id",
        "\"text\": {\"status\": \"generated\"}   | NARRATIVE_EMPTY@/f:Order/f:text/h:div",
        "\"text\": {\"status\": \"wrong\", \"div\": \"<div>a</div>\"} | BINDING@/f:Order/f:text/f:status",
        "\"text\": {\"div\": 5}                  | ELEMENT_TYPE@/f:Order/f:text/h:div",
        "\"text\": {\"div\": null}               | ELEMENT_TYPE@/f:Order/f:text/h:div",
        "\"_detail\": [{\"fhir_comments\": [\"a\"]}] | ELEMENT_UNKNOWN@/f:Order/f:_detail",
        "\"_date\": {\"extension\": [{\"url\": \"http://e\", \"valueString\": \"a\"}]} | ",
        "\"date\": \"2014-12-11\", \"_date\": {\"id\": \"d1\"} | ",
        "\"date\": \"2014-12-11\", \"_date\": {\"id\": \"d 1\"} | ELEMENT_TYPE@/f:Order/f:date/f:id",
        "\"date\": \"2014-12-11\", \"_date\": {} | ELEMENT_TYPE@/f:Order/f:date",
        "\"_date\": {\"id\": \"d1\"}           | ELEMENT_TYPE@/f:Order/f:date",
        "\"id\": \"1\", \"_id\": {\"id\": \"a\"}  | ",
        "\"identifier\": [{\"id\": \"a\", \"_id\": {\"id\": \"b\"}, \"value\": \"a\"}] |"
        + " ELEMENT_UNKNOWN@/f:Order/f:identifier/f:id",
        "\"date\": 5, \"_date\": 5              | ELEMENT_TYPE@/f:Order/f:date; ELEMENT_TYPE@/f:Order/f:date",
        "\"text\": {\"div\": \"<div>a</div>\", \"_div\": {\"extension\": []}} | ELEMENT_UNKNOWN@/f:Order/f:text/f:_div",
        "\"id\": \"1\"                           | ",
        "\"id\": \"not an id\"                   | CLIENT_ID@/f:Order/f:id",
        "\"id\": \"\"                            | CLIENT_ID@/f:Order/f:id",
        "\"id\": null                            | CLIENT_ID@/f:Order/f:id",
        "\"id\": 5                               | CLIENT_ID@/f:Order/f:id",
        "\"modifierExtension\": [{\"url\": \"http://e\", \"valueString\": \"a\"}] |"
        + " MODIFIER_EXTENSION@/f:Order/f:modifierExtension",
    })
    void tellsWhatIsWrongInTheOrder(String spoiler, String fault) {
        assertThat(faults(JSON, spoilt(JSON, DATE, spoiler)))
                .isEqualTo(fault == null ? List.of() : List.of(fault.split("; ")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "\"profile\": \"http://e\"               | ELEMENT_TYPE@/f:Order/f:meta/f:profile",
        "\"profile\": [\"http://e\", 5]          | ELEMENT_TYPE@/f:Order/f:meta/f:profile[2]",
        "\"profile\": [null]                     | ELEMENT_TYPE@/f:Order/f:meta/f:profile",
        "\"profile\": [\"http://e\"], \"x\": 1   | ELEMENT_UNKNOWN@/f:Order/f:meta/f:x",
        "\"lastUpdated\": \"2018-01-01\"         | ELEMENT_TYPE@/f:Order/f:meta/f:lastUpdated",
        "\"versionId\": \"a/b\"                  | ELEMENT_TYPE@/f:Order/f:meta/f:versionId",
        "\"tag\": [{\"display\": \"a\"}]         | ELEMENT_TYPE@/f:Order/f:meta/f:tag",
        "\"tag\": [{\"code\": \"a\", \"version\": \"1\"}] | ELEMENT_UNKNOWN@/f:Order/f:meta/f:tag/f:version",
        "\"tag\": [{\"code\": \"a\"}, {\"code\": \"a\", \"display\": \"b\"}] | ELEMENT_TYPE@/f:Order/f:meta/f:tag[2]",
        "\"security\": [{\"code\": \"a\"}, {\"code\": \"a\", \"version\": \"b\"}] |"
        + " ELEMENT_TYPE@/f:Order/f:meta/f:security[2]",
        "\"extension\": [{\"url\": \"http://e\", \"valueString\": \"a\"}] |"
        + " ELEMENT_UNKNOWN@/f:Order/f:meta/f:extension",
    })
    void tellsWhatIsWrongInTheMeta(String spoiler, String fault) {
        String profile = "\"profile\": [\"http://fhir.nhs.net/StructureDefinition/gpconnect-task-order-1\"]";
        assertThat(faults(JSON, spoilt(JSON, profile, spoiler))).containsExactly(fault);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "\"resourceType\": \"Basil\"            | RESOURCE_TYPE_UNKNOWN@/f:Order/f:contained",
        "\"resourceType\": 5                    | RESOURCE_TYPE_UNKNOWN@/f:Order/f:contained",
        "\"x\": 5                               | RESOURCE_TYPE_UNKNOWN@/f:Order/f:contained",
        "\"resourceType\": \"Basic\", \"x\": 5  | ELEMENT_UNKNOWN@/f:Order/f:contained/f:Basic/f:x",
        "\"resourceType\": \"Basic\", \"contained\": [] | CONTAINED@/f:Order/f:contained/f:Basic/f:contained",
    })
    void tellsWhatIsWrongInTheContainedBasic(String spoiler, String fault) {
        assertThat(faults(JSON, spoilt(JSON, "\"resourceType\": \"Basic\"", spoiler))).contains(fault);
    }

    @Test
    void refusesAContainedResourceThatCannotBeReferredTo() {
        assertThat(faults(JSON, spoilt(JSON, "\"id\": \"ad6a2e86-37a8-43c9-b0ae-f2adcff4de3a\",", "")))
                .containsExactly("CARDINALITY@/f:Order/f:contained/f:Basic/f:id");
    }

    @Test
    void refusesTwoContainedResourcesOfOneId() {
        assertThat(faults(JSON, spoilt(JSON, "\"contained\": [",
                "\"contained\": [{\"resourceType\": \"Basic\", \"id\": \"ad6a2e86-37a8-43c9-b0ae-f2adcff4de3a\"},")))
                .containsExactly("CONTAINED@/f:Order/f:contained[2]/f:Basic/f:id");
    }

    @Test
    void refusesAReferenceToNothingContained() {
        assertThat(faults(JSON, spoilt(JSON, "\"#ad6a2e86-37a8-43c9-b0ae-f2adcff4de3a\"", "\"#other\"")))
                .containsExactly("REFERENCE_FORM@/f:Order/f:detail/f:reference");
    }

    /**
     * An id names an element inside the resource alone: where HAPI has no place for it, it goes the way of a comment.
     */
    @Test
    void acceptsAnIdOfEveryElement() {
        String profile = "\"profile\": [\"http://fhir.nhs.net/StructureDefinition/gpconnect-task-order-1\"]";
        String body = spoilt(JSON, profile, "\"id\": \"m\", " + profile + ", \"_profile\": [{\"id\": \"p\"}],"
                + " \"tag\": [{\"id\": \"t\", \"code\": \"a\", \"_code\": {\"id\": \"c\"}}], \"security\": [{\"id\":"
                + " \"s\", \"code\": \"b\"}]")
                .replace(DISPLAY, DISPLAY
                        + ", \"id\": \"subject\", \"_display\": {\"id\": \"d\"}, \"_reference\": {\"id\": \"r\"}")
                .replace("\"div\"", "\"id\": \"n\", \"status\": \"generated\", \"_status\": {\"id\": \"u\"}, \"div\"");

        Decoded decoded = decode(JSON, body);

        assertThat(decoded.findings()).isEmpty();
        assertThat(JSON.encode(decoded.order())).contains("\"id\":\"subject\"").doesNotContain("\"_");
    }

    @Test
    void tellsAllFaultsOfTheOrderAtOnce() {
        String body = spoilt(JSON, DATE, "\"date\": 5, \"x\": null, \"identifier\": {}")
                .replace(DISPLAY, "\"display\": 7");
        assertThat(faults(JSON, body)).containsExactly("ELEMENT_TYPE@/f:Order/f:date", "ELEMENT_UNKNOWN@/f:Order/f:x",
                "ELEMENT_TYPE@/f:Order/f:identifier", "ELEMENT_TYPE@/f:Order/f:subject/f:display");
    }

    @Test
    void showsNoneOfTheSendersText() {
        String body = spoilt(JSON, "\"display\"", "\"Mrs Jane Johnson, 9000000009 <b>\"");
        assertThat(decode(JSON, body).findings()).hasSize(3)
                .allSatisfy(finding -> assertThat(finding.toString()).doesNotContain("Mrs Jane", "<b>"));
    }

    @Test
    void aCodeThatDecodingCutOutIsNotMissedInItsValueSet() {
        Finding binding = Rule.BINDING.found("/f:Order/f:reasonCodeableConcept", "not of the value set");
        for (String spoiler : new String[] {"\"code\": 1", "\"code\": \"1\", \"_system\": 5"}) {
            Decoded decoded = decode(JSON, spoilt(JSON, "\"code\": \"1\"", spoiler));
            assertThat(decoded.findings()).hasSize(1);
            assertThat(decoded.and(List.of(binding))).isEqualTo(decoded.findings());
        }
        Decoded beside = decode(JSON, spoilt(JSON, "\"For your information\"", "1"));
        assertThat(beside.and(List.of(binding))).hasSize(2).contains(binding);
    }

    @Test
    void whatDecodingCutOutIsNotMissedAgain() {
        Decoded decoded = decode(JSON, spoilt(JSON, DATE, "\"date\": 5"));
        assertThat(decoded.and(taskgateway.profile.UseCaseRules.check(decoded.order(), java.time.Instant.EPOCH)))
                .isEqualTo(decoded.findings());
    }
}
