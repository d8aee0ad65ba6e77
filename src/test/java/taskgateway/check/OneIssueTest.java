package taskgateway.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import taskgateway.fhir.Format;
import taskgateway.fhir.Uris;
import taskgateway.fhir.strict.Decoded;
import taskgateway.fhir.strict.Narrative;
import taskgateway.fhir.strict.OrderDecoder;
import taskgateway.profile.Profiles;
import taskgateway.profile.UseCaseRules;
import taskgateway.rules.Finding;
import taskgateway.testkit.Sender;

/** One fault is told once (specification, section 6): what is there and wrong is not missing besides. */
class OneIssueTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Profiles PROFILES = Profiles.load(Path.of("config/profiles"));

    /** Every value of the worked example that a profile or the use case makes mandatory. */
    private static final List<String> MANDATORY =
            List.of("/meta/profile/0", "/date", "/identifier/0/value", "/subject/reference", "/source/reference",
                    "/target/reference", "/reasonCodeableConcept/coding/0/system",
                    "/reasonCodeableConcept/coding/0/code",
            "/detail/0/reference", "/contained/0/id", "/contained/0/meta/profile/0", "/contained/0/text/div",
            "/contained/0/code/coding/0/system", "/contained/0/code/coding/0/code");

    /** What can be wrong with any text. */
    private static final List<String> WRONG =
            List.of("\"\"", "\" \"", "\"a b \"", "\" a\"", "\"\\u0001\"", "\"<>\"", "5", "true", "null",
            "[]", "{}", "[\"a\"]", "{\"a\": 1}");

    /** Right where any text is. */
    private static final List<String> ANY_TEXT = List.of("\"a b \"", "\" a\"", "\"<>\"");

    static Stream<Arguments> everyWrongValue() {
        return MANDATORY.stream().flatMap(place -> Stream.of(true, false).flatMap(alone -> WRONG.stream()
                .filter(value -> !place.contains("identifier") || !ANY_TEXT.contains(value))
                .map(value -> Arguments.of(place, value, alone))));
    }

    /** Alone: without whatever else the element around holds, but for its system or code. */
    @ParameterizedTest
    @MethodSource("everyWrongValue")
    void tellsAWrongValueOnce(String place, String value, boolean alone) throws JsonProcessingException {
        ObjectNode task = example();
        JsonPointer pointer = JsonPointer.compile(place);
        JsonNode parent = task.at(pointer.head());
        if (alone && parent instanceof ObjectNode object && !object.has("resourceType")) {
            object.remove(List.of("display", "text"));
        }
        if (parent instanceof ArrayNode array) {
            array.set(0, JSON.readTree(value));
        } else {
            ((ObjectNode) parent).set(pointer.last().getMatchingProperty(), JSON.readTree(value));
        }

        assertThat(told(task.toString(), Format.JSON)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"<reference value=\"Patient/1\"/> | <reference value=\"Patient/1 \"/>",
        "<reference value=\"Patient/1\"/> | <reference/>",
        "<reference value=\"Organization/2\"/> | <reference value=\"\"/>", "<code value=\"1\"/> | <code value=\" 1\"/>",
        "<date value=\"2014-12-11\"/> | <date value=\"2014-12-11 \"/>",
        "<code value=\"Task Narrative\"/> | <code value=\"Task  Narrative\"/>", "<id value=\"ad6a | <id value=\"ad 6a",
        "gpconnect-task-order-1\"/> | gpconnect-task-order-1 \"/>",
        "gpconnect-task-type-1\"/> | gpconnect-task type-1\"/>"})
    void tellsAWrongValueOfXmlOnce(String right, String wrong) {
        String example = Sender.xml().replace(Sender.today(), "2014-12-11").replaceAll("\\s*<display[^>]*>", "");
        assertThat(example).contains(right);

        assertThat(told(example.replace(right, wrong), Format.XML)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "/contained/0 | 5", "/contained/0/resourceType | \"Basil\"", "/contained/0/text | 5", "/meta | 5",
                "/subject | []", "/detail | {}",
        "/contained/0/code | 5", "/contained/0/code/coding | {}", "/reasonCodeableConcept | \"1\"",
        "/identifier/0/value | 5"})
    void tellsAWrongElementOnce(String place, String value) throws JsonProcessingException {
        ObjectNode task = example();
        JsonPointer pointer = JsonPointer.compile(place);
        if (task.at(pointer.head()) instanceof ArrayNode array) {
            array.set(0, JSON.readTree(value));
        } else {
            ((ObjectNode) task.at(pointer.head())).set(pointer.last().getMatchingProperty(), JSON.readTree(value));
        }

        assertThat(told(task.toString(), Format.JSON)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"/subject/reference | /date", "/subject/display | /subject/reference",
        "/contained/0/id | /subject/reference", "/contained/0/code/coding/0/code | /contained/0/code/coding/0/system"})
    void tellsTwoWrongValuesBoth(String one, String other) throws JsonProcessingException {
        ObjectNode task = example();
        for (String place : List.of(one, other)) {
            JsonPointer pointer = JsonPointer.compile(place);
            ((ObjectNode) task.at(pointer.head())).put(pointer.last().getMatchingProperty(), 5);
        }

        assertThat(told(task.toString(), Format.JSON)).hasSize(2);
    }

    private static ObjectNode example() throws JsonProcessingException {
        ObjectNode task = (ObjectNode) JSON.readTree(Sender.json());
        task.withArrayProperty("identifier").addObject().put("system", "http://e").put("value", "1");
        return task.put("date", "2014-12-11");
    }

    private static List<Finding> told(String task, Format format) {
        Decoded decoded = new OrderDecoder().decode(task.getBytes(StandardCharsets.UTF_8), format);
        Narrative.mend(decoded.order());
        List<Finding> further = new ArrayList<>(PROFILES.check(decoded.order(), Uris.ORDER_PROFILE));
        further.addAll(UseCaseRules.check(decoded.order(), Instant.parse("2014-12-11T12:00:00Z")));
        return decoded.and(further);
    }
}
