package taskgateway.profile;

import static taskgateway.rules.Rule.BINDING;
import static taskgateway.rules.Rule.CARDINALITY;
import static taskgateway.rules.Rule.CONTAINED;
import static taskgateway.rules.Rule.ELEMENT_TYPE;
import static taskgateway.rules.Rule.FIXED_VALUE;
import static taskgateway.rules.Rule.REFERENCE_FORM;
import static taskgateway.rules.Rule.REFERENCE_TYPE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import taskgateway.fhir.Uris;
import taskgateway.rules.Rule;

/**
 * The good task with one thing spoiled.
 *
 * @param fact     what is wrong
 * @param json     the task
 * @param rule     the rule that it breaks
 * @param location where
 * @param hapi     whether HAPI's validator refuses it too; where it does not, the fact is one that it does not look at
 */
record Spoiled(String fact, String json, Rule rule, String location, boolean hapi) {

    static final String GOOD = read("src/test/resources/profile/task.json");
    private static final String BASIC = "/f:Order/f:contained/f:Basic";
    private static final String CODE = GOOD.substring(GOOD.indexOf("\"code\": {"), GOOD.indexOf("\n  }],"));
    private static final String DETAIL = "{\"reference\": \"#ad6a2e86-37a8-43c9-b0ae-f2adcff4de3a\"}";

    static List<Spoiled> all() {
        return Stream.of(elements(), references(), contained(), basic()).flatMap(List::stream).toList();
    }

    @Override
    public String toString() {
        return fact;
    }

    private static List<Spoiled> elements() {
        return List.of(
                spoil("no subject",
                         "\"subject\": {\"reference\": \"Patient/1\", \"display\": \"Mrs Jane Johnson\"},", "",
                         CARDINALITY, "/f:Order/f:subject"),
                spoil("no source",
                         "\"source\": {\"reference\": \"Organization/1\", \"display\": \"GP Super Clinic\"},", "",
                         CARDINALITY, "/f:Order/f:source"),
                spoil("no target",
                         "\"target\": {\"reference\": \"Organization/2\", \"display\": \"GP Clinic Down The Road\"},",
                         "", CARDINALITY, "/f:Order/f:target"),
                cut("no reason", "\"reasonCodeableConcept\"", "\"detail\"", CARDINALITY,
                        "/f:Order/f:reasonCodeableConcept"),
                spoil("no detail", ",\n  \"detail\": [" + DETAIL + "]", "", CARDINALITY, "/f:Order/f:detail"),
                spoil("two details", DETAIL, DETAIL + "," + DETAIL, CARDINALITY, "/f:Order/f:detail[2]"),
                add("when", "\"when\": {\"code\": {\"text\": \"tomorrow\"}}", CARDINALITY, "/f:Order/f:when"),
                add("two identifiers", "\"identifier\": [{\"value\": \"1\"}, {\"value\": \"2\"}]", CARDINALITY,
                        "/f:Order/f:identifier[2]"),
                add("an identifier without value", "\"identifier\": [{\"system\": \"urn:a\"}]", CARDINALITY,
                        "/f:Order/f:identifier/f:value"),
                add("an identifier's use", identifier("\"use\": \"usual\""), CARDINALITY,
                        "/f:Order/f:identifier/f:use"),
                add("an identifier's type", identifier("\"type\": {\"text\": \"a\"}"), CARDINALITY,
                        "/f:Order/f:identifier/f:type"),
                add("an identifier's period", identifier("\"period\": {\"start\": \"2014\"}"), CARDINALITY,
                        "/f:Order/f:identifier/f:period"),
                add("an identifier's assigner", identifier("\"assigner\": {\"reference\": \"Organization/1\"}"),
                        CARDINALITY, "/f:Order/f:identifier/f:assigner"),
                spoil("a reason that is a reference",
                        GOOD.substring(GOOD.indexOf("\"reasonC"), GOOD.indexOf("\"detail")),
                        "\"reasonReference\": {\"reference\": \"Patient/1\"},", ELEMENT_TYPE,
                        "/f:Order/f:reasonReference"),
                spoil("another reason", "\"code\": \"1\"", "\"code\": \"3\"", BINDING,
                        "/f:Order/f:reasonCodeableConcept"),
                spoil("a reason with a blank behind it", "\"code\": \"1\"", "\"code\": \"1 \"", BINDING,
                        "/f:Order/f:reasonCodeableConcept"),
                add("a language of blanks", "\"language\": \" \"", BINDING, "/f:Order/f:language"),
                spoil("a reason of another system", "ValueSet/gpconnect-task-type-1", "ValueSet/another", BINDING,
                        "/f:Order/f:reasonCodeableConcept"),
                spoil("a reason in words only",
                        "\"coding\": [{\"system\": \"http://fhir.nhs.net/ValueSet/gpconnect-task-type-1\""
                        + ", \"code\": \"1\"}],", "", BINDING, "/f:Order/f:reasonCodeableConcept"),
                blind(add("a language that is none", "\"language\": \"en_GB\"", BINDING, "/f:Order/f:language")),
                add("a language that is an extension only",
                        "\"_language\": {\"extension\": [{\"url\": \"http://e\", \"valueString\": \"b\"}]}",
                        BINDING, "/f:Order/f:language"),
                blind(add("an identifier whose value is an extension only",
                        "\"identifier\": [{\"_value\": {\"extension\": "
                        + "[{\"url\": \"urn:a\", \"valueString\": \"b\"}]}}]", CARDINALITY,
                        "/f:Order/f:identifier/f:value")),
                add("an extension with an unknown code", "\"extension\": [{\"url\": \"urn:a\", \"valueIdentifier\": "
                        + "{\"use\": \"none\"}}]", BINDING, "/f:Order/f:extension/f:valueIdentifier/f:use"));
    }

    private static List<Spoiled> references() {
        String subject = "/f:Order/f:subject/f:reference";
        return List.of(
                blind(spoil("a subject in words only", "\"reference\": \"Patient/1\", ", "", CARDINALITY, subject)),
                blind(subject("Group/1", REFERENCE_TYPE)),
                blind(subject("patient/1", REFERENCE_TYPE)),
                blind(subject("http://example.org/fhir/Group/1", REFERENCE_TYPE)),
                blind(subject("http://example.org/fhir/Group/1/_history/2", REFERENCE_TYPE)),
                blind(subject("Patient", REFERENCE_FORM)),
                blind(subject("/Patient/1", REFERENCE_FORM)),
                blind(subject("Patient/1/", REFERENCE_FORM)),
                blind(subject("Patient/1/_history/1", REFERENCE_FORM)),
                blind(subject("Patient?identifier=1", REFERENCE_FORM)),
                subject("Patient/a b", REFERENCE_FORM),
                blind(subject("Patient/" + "1".repeat(65), REFERENCE_FORM)),
                blind(subject("urn:uuid:ad6a2e86-37a8-43c9-b0ae-f2adcff4de3a", REFERENCE_FORM)),
                blind(subject("ftp://example.org/Patient/1", REFERENCE_FORM)),
                subject("#ad6a2e86-37a8-43c9-b0ae-f2adcff4de3a", REFERENCE_FORM),
                blind(spoil("a source that is a patient", "Organization/1", "Patient/1", REFERENCE_TYPE,
                        "/f:Order/f:source/f:reference")),
                blind(spoil("a target that is a practitioner", "Organization/2", "Practitioner/2", REFERENCE_TYPE,
                        "/f:Order/f:target/f:reference")),
                spoil("a detail that is not contained", "#ad6a2e86-37a8-43c9-b0ae-f2adcff4de3a", "Basic/1",
                        REFERENCE_FORM, "/f:Order/f:detail/f:reference"),
                spoil("a detail that is nowhere", "#ad6a2e86", "#ad6a2e87", CONTAINED, "/f:Order/f:detail/f:reference"),
                spoil("a detail in words only", DETAIL, "{\"display\": \"a task\"}", CARDINALITY,
                        "/f:Order/f:detail/f:reference"));
    }

    private static List<Spoiled> contained() {
        return List.of(
                cut("nothing contained", "\"contained\"", "\"date\"", CONTAINED, "/f:Order/f:contained"),
                spoil("a patient contained too", "\"contained\": [", "\"contained\": [{\"resourceType\": \"Patient\", "
                        + "\"id\": \"p\"}, ", CONTAINED, "/f:Order/f:contained[1]/f:Patient"),
                spoil("a second Basic contained", "\"contained\": [", "\"contained\": [{\"resourceType\": \"Basic\", "
                        + "\"id\": \"p\", \"code\": {\"text\": \"a\"}}, ", CONTAINED,
                        "/f:Order/f:contained[1]/f:Basic"),
                spoil("a detail that is a patient", "\"resourceType\": \"Basic\"", "\"resourceType\": \"Patient\"",
                        REFERENCE_TYPE, "/f:Order/f:detail/f:reference"),
                blind(spoil("a version of what is contained",
                        "{\"profile\": [\"http://fhir.nhs.net/StructureDefinition/"
                        + "gpconnect-task-description", "{\"versionId\": \"1\", \"profile\": [\"http://fhir.nhs.net/"
                        + "StructureDefinition/gpconnect-task-description", CONTAINED, BASIC + "/f:meta")),
                // HAPI's parser lifts what is contained in a contained resource to the Order
                spoil("something contained in what is contained", "\"text\": {\n", "\"contained\": [{\"resourceType\": "
                        + "\"Patient\", \"id\": \"p\"}], \"text\": {", CONTAINED, "/f:Order/f:contained[1]/f:Patient"));
    }

    private static List<Spoiled> basic() {
        String code = BASIC + "/f:code";
        return List.of(
                spoil("a Basic without code", CODE, "\"language\": \"en\"", CARDINALITY, code),
                spoil("a Basic's code without coding", CODE, "\"code\": {\"extension\": [{\"url\": \"urn:a\", "
                        + "\"valueString\": \"b\"}]}", CARDINALITY, code + "/f:coding"),
                spoil("a Basic's code twice", "\"code\": \"Task Narrative\"\n    }",
                        "\"code\": \"Task Narrative\"}, {\"system\": "
                        + "\"urn:a\"}", CARDINALITY, code + "/f:coding[2]"),
                spoil("another Basic", "\"Task Narrative\"", "\"Task narrative\"", FIXED_VALUE,
                        code + "/f:coding/f:code"),
                spoil("a Basic's code of another system", "ValueSet/gpconnect-task-narrative-1", "ValueSet/another",
                        FIXED_VALUE, code + "/f:coding/f:system"),
                spoil("a Basic's coding without system", "\"system\": \"" + Uris.TASK_NARRATIVE + "\",", "",
                        CARDINALITY, code + "/f:coding/f:system"),
                spoil("a Basic's coding without code", ",\n      \"code\": \"Task Narrative\"", "", CARDINALITY,
                        code + "/f:coding/f:code"),
                spoil("a Basic's code with an extension", "\"code\": \"Task Narrative\"",
                        "\"code\": \"Task Narrative\", \"_code\": "
                        + "{\"extension\": [{\"url\": \"http://e\", \"valueString\": \"b\"}]}", FIXED_VALUE,
                        code + "/f:coding/f:code"),
                coding("version", "\"1\""),
                coding("userSelected", "true"),
                coding("version", "\" \""),
                spoil("a Basic's code in words", "\"code\": {\"coding\"", "\"code\": {\"text\": \"a\", \"coding\"",
                        CARDINALITY, code + "/f:text"),
                inBasic("identifier", "[{\"value\": \"1\"}]"),
                inBasic("subject", "{\"reference\": \"Patient/1\"}"),
                inBasic("author", "{\"reference\": \"Practitioner/1\"}"),
                inBasic("created", "\"2014-12-11\""),
                spoil("a narrative without status", "\"status\": \"generated\",", "", CARDINALITY,
                        BASIC + "/f:text/f:status"),
                spoil("a narrative of unknown status", "\"generated\"", "\"invented\"", BINDING,
                        BASIC + "/f:text/f:status"));
    }

    private static Spoiled subject(String reference, Rule rule) {
        return spoil("the subject " + reference, "\"Patient/1\"", "\"" + reference + "\"", rule,
                "/f:Order/f:subject/f:reference");
    }

    private static Spoiled coding(String name, String value) {
        String code = "\"code\": \"Task Narrative\"";
        return spoil("a Basic's coding with " + name, code, code + ", \"" + name + "\": " + value, CARDINALITY,
                BASIC + "/f:code/f:coding/f:" + name);
    }

    private static Spoiled cut(String fact, String from, String to, Rule rule, String location) {
        return spoil(fact, GOOD.substring(GOOD.indexOf(from), GOOD.indexOf(to)), "", rule, location);
    }

    private static Spoiled inBasic(String name, String value) {
        return spoil("a Basic with " + name, "\"text\": {\n", "\"" + name + "\": " + value + ", \"text\": {",
                CARDINALITY, BASIC + "/f:" + name);
    }

    private static String identifier(String more) {
        return "\"identifier\": [{\"value\": \"1\", " + more + "}]";
    }

    private static Spoiled add(String fact, String element, Rule rule, String location) {
        return spoil(fact, "\"date\"", element + ", \"date\"", rule, location);
    }

    private static Spoiled blind(Spoiled spoiled) {
        return new Spoiled(spoiled.fact, spoiled.json, spoiled.rule, spoiled.location, false);
    }

    private static Spoiled spoil(String fact, String from, String to, Rule rule, String location) {
        if (GOOD.split(Pattern.quote(from), -1).length != 2) {
            throw new IllegalStateException(fact + ": the good task does not hold once: " + from);
        }
        return new Spoiled(fact, GOOD.replace(from, to), rule, location, true);
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }
}
