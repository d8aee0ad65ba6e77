package taskgateway.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import taskgateway.fhir.Uris;

/** What is put into a task in place of what belongs there: some of it wrong, some merely different. */
final class Wrong {

    static final JsonMapper MAPPER =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    /** Elements of FHIR, of HAPI and of nobody, each put into every object: allowed in some, in most not. */
    static final Map<String, JsonNode> ELEMENTS = elements("""
            {"colour": "red", "id": "an-id", "extension": [{"url": "http://example.org/e", "valueString": "a"}],
            "modifierExtension": [{"url": "http://example.org/e", "valueString": "a"}], "language": "en",
            "implicitRules": "http://example.org/rules", "meta": {"lastUpdated": "2014-12-11T10:00:00Z"}, "versionId": "1",
            "lastUpdated": "2014-12-11T10:00:00Z", "text": "a text", "when": {"code": {"text": "tomorrow"}},
            "identifier": [{"value": "1"}], "use": "usual", "type": {"text": "a"}, "period": {"start": "2014"},
            "assigner": {"reference": "Organization/1"}, "version": "1", "userSelected": true, "display": "words",
            "subject": {"reference": "Patient/1"}, "author": {"reference": "Practitioner/1"}, "created": "2014-12-11",
            "reasonReference": {"reference": "Patient/1"}, "coding": [{"system": "http://example.org/codes", "code": "a"}],
            "reference": "Patient/1", "code": "a", "system": "http://example.org/codes", "value": "1", "valueString": "a",
            "url": "http://example.org/e", "status": "generated", "priority": "high", "subjectResource": {"reference": "a"},
            "contained": [{"resourceType": "Patient", "id": "p"}],
            "div": "<div xmlns=\\"http://www.w3.org/1999/xhtml\\">a</div>", "profile": ["http://example.org/profile"]}""");

    /** Extensions, whole and not. */
    static final List<JsonNode> EXTENSIONS = Stream.of("{}", "{'url': 'http://e'}", "{'valueString': 'a'}",
            "{'url': 'http://e', 'valueString': 'a', 'extension': [{'url': 'b', 'valueString': 'a'}]}",
            "{'url': 'http://e', 'valueString': 'a', 'valueCode': 'a'}", "{'url': 'http://e', 'valueColour': 'red'}",
            "{'url': 'http://e', 'valueString': 5}", "{'url': 'http://e', 'valueString': ''}",
            "{'url': ' ', 'valueString': 'a'}",
            "{'url': 'http://e', 'valueHumanName': {'family': ['a'], 'use': 'usual'}}",
            "{'url': 'http://e', 'valueNarrative': {}}",
            "{'url': 'http://e', 'valueTiming': {'repeat': {'frequency': 2, 'when': 'AC'}}}",
            "{'url': 'http://e', 'valueAttachment': {'contentType': 'text/plain', 'data': 'QUJD'}}",
            "{'url': 'http://e', 'valueQuantity': {'value': '1'}}",
            "{'url': 'http://e', 'valueAddress': {'use': 'none'}}",
            "{'url': 'http://e', 'valueReference': {'reference': '#none'}}",
            "{'url': 'http://e', 'valueReference': {'display': 'a'}}",
            "{'url': 'http://e', 'extension': [{'url': 'i', 'extension': [{'url': 'j', 'valueBase64Binary':"
            + " 'QUJD'}]}]}",
            "{'url': 'http://e', 'modifierExtension': [{'url': 'b', 'valueString': 'a'}], 'valueString': 'a'}")
            .map(text -> json(text.replace('\'', '"'))).toList();

    static final List<String> TEXTS =
            List.of("", " ", "other", " led", "trailed ", "two  spaces", "a\u0001", "a\u0000b", "\ud83d\ude00",
            "\ud83d", "\uFFFE", "\u00a0", "line\nbreak", "<b>&amp;</b>");
    private static final List<String> CODES =
            List.of("1", "2", "3", "01", "Task Narrative", "task narrative", "Task  Narrative", "generated",
            "empty", "invented", "usual", "GENERATED");
    private static final List<String> URIS =
            List.of(Uris.TASK_TYPE, Uris.TASK_NARRATIVE, Uris.ORDER_PROFILE, Uris.BASIC_PROFILE,
            Uris.OUTCOME_PROFILE, "http://fhir.nhs.net/ValueSet/gpconnect-task-type-1/",
            "HTTP://fhir.nhs.net/ValueSet/gpconnect-task-type-1",
            "http://example.org/a b", "relative", "urn:oid:1.2", "http://example.org/%zz",
            "http://hl7.org/fhir/StructureDefinition/Order");
    private static final List<String> URLS =
            List.of("relative", "urn:oid:1.2", "http://example.org/a b", "http://example.org/%zz");
    private static final List<String> REFERENCES =
            List.of("Patient/1", "Organization/1", "Practitioner/1", "Basic/1", "Group/1", "patient/1", "Patient",
                    "Patient/", "/Patient/1", "Patient/1/", "Patient/1/_history/1", "Patient/a b", "Patient/a_b",
                    "Patient?identifier=1",
            "#", "#note-1", "#none", "note-1", "http://example.org/fhir/Patient/1",
            "http://example.org/fhir/Organization/1",
            "http://example.org/fhir/Practitioner/1", "https://example.org",
            "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0", "urn:oid:1.2.3",
            "ftp://example.org/Patient/1", "Nothing/1", "Patient/" + "1".repeat(64), "Patient/" + "1".repeat(65));
    private static final List<String> MOMENTS =
            List.of("2014", "2014-12", "2014-12-10", "2014-12-11", "2014-12-12", "2014-13-01", "2014-02-30",
                    "2014-12-11T10:00:00Z", "2014-12-11T10:00:00+00:00", "2014-12-11T10:00:00.123456789Z",
                    "2014-12-11T10:00Z", "2014-12-11T10:00:00",
            "2014-12-11T24:00:00Z", "2014-12-11T10:00:60Z", "2014-12-11T10:00:00+15:00", "2014-12-11 10:00:00Z",
            "11/12/2014", "20141211", "0000-01-01", "2014-12-11T10:00:00z", "today");
    private static final List<String> LANGUAGES =
            List.of("en", "EN-gb", "en_GB", "x", "english-language", "i-klingon", "zh-Hant-TW", "12");
    private static final List<String> IDS =
            List.of("note-2", "a_b", "a b", "#note-1", "1".repeat(64), "1".repeat(65), "Note-1", "urn:a");
    private static final List<String> DIVS =
            Stream.of("plain text", "<p>a</p>", "<div>a</div>", "<div/>", "<div> </div>", "<div>\u00a0</div>",
            "<div><p/></div>", "<div>a", "<div>a</div><div>b</div>", "<div xmlns='http://hl7.org/fhir'>a</div>",
            "<div xmlns='urn:x'>a</div>", "<!DOCTYPE div><div X>a</div>", "<div X>a<script>b</script></div>",
            "<div X onclick='a()'>a</div>",
            "<div X><a href='javascript:a()'>a</a></div>", "<div X><form>a</form></div>",
            "<div X><iframe src='http://e'>a</iframe></div>",
            "<div X><img src='http://example.org/a.png' alt='a'/>a</div>", "<div X>&nbsp;a</div>",
            "<div X>&#160;</div>",
            "<div X><h1>a</h1><table border='1'><tr><td colspan='2'>a</td></tr></table><hr/></div>",
            "<div X><font>a</font></div>",
            "<div X><u>a</u><svg>a</svg></div>",
            "<div X><a href='https://example.org/'>a</a><blockquote>q</blockquote></div>",
            "<div X style='color: red' class='c' id='d' title='t' lang='en' dir='ltr'>a</div>",
            "<div X><!-- a --></div>", "<div X><![CDATA[a]]></div>", "<div X><del>a</del></div>",
            "<div X><img src='#a' alt='a'/></div>", "<h:div xmlns:h='HTML'>a</h:div>",
            "<div X><p xmlns='urn:x'>a</p></div>", "<?a b?><div X>a</div>", "<DIV X>a</DIV>",
            "<div X><style>a</style>b</div>",
            "<div X><p style='background: url(http://example.org/a.png)'>a</p></div>",
            "<div X><a name='n' target='x'>a</a></div>")
            .map(div -> div.replace("X", "xmlns='HTML'").replace("HTML", Uris.XHTML_NAMESPACE).replace('\'', '"'))
            .toList();

    private Wrong() {
    }

    /** Texts for a leaf of this name. */
    static List<String> textsFor(String name, String value) {
        List<String> special = switch (name) {
            case "reference" -> REFERENCES;
            case "div" -> DIVS;
            case "code", "status", "use", "valueCode", "comparator" -> CODES;
            case "url" -> URLS;
            case "system", "profile", "valueUri" -> URIS;
            case "language" -> LANGUAGES;
            case "id" -> IDS;
            default -> value.matches("\\d{4}-.*") ? MOMENTS : List.of();
        };
        return Stream.concat(special.stream(), TEXTS.stream()).filter(text -> !text.equals(value)).toList();
    }

    static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException(text, wrong);
        }
    }

    private static Map<String, JsonNode> elements(String text) {
        Map<String, JsonNode> elements = new TreeMap<>();
        json(text).properties().forEach(element -> elements.put(element.getKey(), element.getValue()));
        return elements;
    }
}
