package taskgateway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import taskgateway.fhir.Format;
import taskgateway.fhir.Uris;
import taskgateway.profile.HapiValidator;

/**
 * Holds an answer of the gateway against HAPI's instance validator: an Order and what it contains against the task's
 * profiles, an OperationOutcome against its profile, or, in the Spine Security Proxy's style, against FHIR alone, and
 * everything else against FHIR (specification, sections 6 and 7). Answers that differ in what the gateway makes up are
 * judged once.
 */
public final class AnswerValidator {

    private static final HapiValidator HAPI = new HapiValidator(Path.of("config/profiles"));
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern XML_ROOT =
            Pattern.compile("\\A(?:<\\?xml[^>]*>)?\\s*<([A-Za-z]+)[^>]*\\sxmlns=\"" + Uris.FHIR_NAMESPACE + "\"");

    /** Ids, times and places in a body, whole and well-formed: one is as good as the other. */
    private static final Pattern MADE_UP = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
            + "|\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?(Z|[+-]\\d\\d:\\d\\d)|(?<=/"
            + "/127\\.0\\.0\\.1:)\\d+|(?<=//localhost:)\\d+|(?<=\\((?:line|row) )\\d+(?=,)|(?<=, column )\\d+");

    private static final Map<String, List<String>> KNOWN = new ConcurrentHashMap<>();

    private AnswerValidator() {
    }

    /** Fails when the body is no conformant answer in the format. */
    public static void assertConforms(String body, Format format) {
        List<String> faults =
                KNOWN.computeIfAbsent(format + MADE_UP.matcher(body).replaceAll("*"), masked -> faults(body, format));
        assertThat(faults).as("what HAPI's validator finds wrong with the answer%n%s", body).isEmpty();
    }

    /** Fails unless an answer says once, in HTTP's own form, when it was made (RFC 9110, sections 5.6.7 and 6.6.1). */
    public static void assertDated(List<String> dates) {
        assertThat(dates).as("Date").hasSize(1).first().asString()
                .matches("(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT");
        Instant made = ZonedDateTime.parse(dates.get(0), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        assertThat(made).isBetween(Instant.now().minusSeconds(60), Instant.now());
    }

    private static List<String> faults(String body, Format format) {
        String type = type(body, format);
        boolean claims = body.contains('"' + Uris.OUTCOME_PROFILE + '"');
        return switch (type) {
            case "Order" -> claimsTask(body)
                    ? HAPI.errors(body, Uris.ORDER_PROFILE)
                    : List.of("An Order must assert its profile, and the Basic in it its own");
            case "OperationOutcome" -> claims || !body.contains(Uris.ERROR_CODE)
                    ? HAPI.errors(body)
                    : List.of("An outcome with coded details must assert the profile");
            default -> HAPI.errors(body);
        };
    }

    private static boolean claimsTask(String body) {
        return body.contains('"' + Uris.ORDER_PROFILE + '"') && body.contains('"' + Uris.BASIC_PROFILE + '"');
    }

    private static String type(String body, Format format) {
        if (format == Format.XML) {
            Matcher root = XML_ROOT.matcher(body);
            assertThat(root.find()).as("an element in FHIR's namespace: %s", body).isTrue();
            return root.group(1);
        }
        try {
            JsonNode type = MAPPER.readTree(body).path("resourceType");
            assertThat(type.isTextual()).as("a resourceType: %s", body).isTrue();
            return type.textValue();
        } catch (JsonProcessingException notJson) {
            throw new AssertionError("not JSON: " + body, notJson);
        }
    }
}
