package taskgateway.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import taskgateway.testkit.Records;
import taskgateway.testkit.Refused;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/**
 * Strings that make programs stumble, in every text of the audit token: each ends in a clean answer, right or wrong,
 * and in one audit record (specification, section 4: "naughty strings").
 */
@ExtendWith(RunningGateway.Shared.class)
@Slow
class NaughtyTokenTest {

    /** Each writes the string into some claims. */
    private static final Map<String, BiConsumer<ObjectNode, String>> CLAIMS = Map.of(
            "iss", (claims, text) -> claims.put("iss", text).put(text.isEmpty() ? "x" : text, text),
            "words of law", (claims, text) -> claims.put("sub", text).put("aud", text).put("reason_for_request", text)
                    .put("requested_scope", text),
            "ids", (claims, text) -> ((ObjectNode) claims.put("sub", text).get("requesting_identity")).put("id", text),
            "resources", (claims, text) -> {
                ((ObjectNode) claims.get("requesting_device")).put("model", text);
                ((ObjectNode) claims.at("/requesting_organization/identifier/0")).put("value", text);
                ((ObjectNode) claims.at("/requesting_identity/name")).putArray("family").add(text);
            });

    private final RunningGateway gateway;
    private final Sender sender;
    private final Records records;

    NaughtyTokenTest(RunningGateway gateway) {
        this.gateway = gateway;
        this.sender = new Sender(gateway);
        this.records = new Records(gateway);
    }

    static Stream<String> strings() {
        return Stream.of("", " ", "\t\n", "undefined", "null", "NaN", "true", "[]", "{}", "0x1F", "1E400", "-1",
                "\u0000", "a\u0000b", "\u0007\u001B[31m", "\uD83D", "\uFFFE", "\uFEFF", "\u202Eabc",
                "Z\u0351\u036B\u0343a\u030Al\u034Cg\u0307o", "\uD83D\uDE00", "\u0661\u0662", "ｆｕｌｌ", "Ω≈ç√∫˜µ≤≥÷",
                "' or '1'='1", "1;drop table audit--", "\\", "\"", "</script><script>alert(1)</script>", "&lt;a&gt;",
                "<!DOCTYPE a>", "]]>",
                "${body}", "{{gateway.base}}", "#{1+1}", "${jndi:ldap://127.0.0.1/a}", "RAW(a)", "%s%n%x", "%00",
                "../../etc/passwd", "file:///etc/passwd",
                "a\r\nSsp-From: 1", "a".repeat(5_000), "\uD83D\uDE00".repeat(100));
    }

    @ParameterizedTest
    @MethodSource("strings")
    void everyOneEndsInACleanAnswer(String naughty) throws SQLException {
        Map<String, Integer> answered = new HashMap<>();
        for (String claim : CLAIMS.keySet()) {
            Map<String, String> headers = sender.metadataHeaders("B82617");
            headers.computeIfPresent("Authorization", (name, good) -> "Bearer "
                    + TokenOverHttpTest.spoilt(good.substring("Bearer ".length()),
                            claims -> CLAIMS.get(claim).accept(claims, naughty)));

            HttpResponse<String> answer = sender.send("GET", "/B82617/DSTU2/1/metadata", headers, null);

            assertThat(answer.statusCode()).as(claim).isIn(200, 400, 422);
            if (answer.statusCode() != 200) {
                Refused refused = Refused.of(answer);
                assertThat(refused.issues()).as(claim).isNotEmpty().isSubsetOf("BAD_REQUEST", "INVALID_RESOURCE");
                assertThat(refused.diagnostics()).doesNotContain("Exception", "java.", "root:", gateway.base());
            }
            answered.put(headers.get("Ssp-TraceID"), answer.statusCode());
            assertThat(answer.statusCode() == 200).as(claim).isEqualTo(isLegal(claim, naughty));
        }
        String traces = String.join(", ", Collections.nCopies(answered.size(), "?"));
        assertThat(records.rows("select trace_id, status from audit where trace_id in (" + traces + ")",
                answered.keySet().toArray()))
                .hasSameSizeAs(answered.keySet())
                .allSatisfy(row -> assertThat(row).containsEntry("status", answered.get(row.get("trace_id"))));
    }

    /** What the claims may hold: of an id FHIR's characters, of other texts of a resource no control characters. */
    private static boolean isLegal(String claims, String text) {
        return switch (claims) {
            case "iss" -> !text.isBlank();
            case "ids" -> text.matches("[A-Za-z0-9.-]{1,64}");
            case "resources" -> !text.isBlank() && !text.equals("\uD83D")
                    && text.chars().allMatch(c -> c >= ' ' && c < 0xFFFE || c == '\t' || c == '\n' || c == '\r');
            default -> false;
        };
    }
}
