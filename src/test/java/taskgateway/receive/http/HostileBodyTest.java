package taskgateway.receive.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import taskgateway.testkit.Patience;
import taskgateway.testkit.Records;
import taskgateway.testkit.Refused;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;
import taskgateway.testkit.Wire;

/**
 * Bodies made to break a parser are refused as any other, and at once (specification, section 4: "naughty strings"; 6).
 */
@ExtendWith(RunningGateway.Shared.class)
@Slow
class HostileBodyTest {

    private final RunningGateway gateway;
    private final Sender sender;

    HostileBodyTest(RunningGateway gateway) {
        this.gateway = gateway;
        this.sender = new Sender(gateway);
    }

    static Stream<Arguments> bodies() {
        String file = "<!DOCTYPE Order [<!ENTITY f SYSTEM \"file:///etc/passwd\">]>";
        String entities = "<!DOCTYPE Order [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>";
        return Stream.of(
                body("json", 400, "a million open arrays", () -> "[".repeat(1_000_000)),
                body("json", 400, "a million nested objects", () -> "{\"extension\":".repeat(200_000)),
                body("json", 400, "a deep closed nest",
                        () -> "{\"resourceType\":\"Order\",\"x\":" + "[".repeat(50_000) + "]".repeat(50_000) + "}"),
                body("json", 400, "two documents", () -> Sender.json() + Sender.json()),
                body("json", 400, "white space alone", () -> " \r\n\t"),
                body("json", 400, "XML sent as JSON", Sender::xml),
                body("json", 422, "a number of a thousand digits",
                        () -> Sender.json().replace("\"date\":", "\"id\": 1" + "0".repeat(999) + ", \"date\":")),
                body("xml", 400, "a million open elements", () -> "<a>".repeat(1_000_000)),
                body("xml", 400, "a deep narrative",
                        () -> Sender.xml().replace("Please", "<b>".repeat(50_000) + "x" + "</b>".repeat(50_000))),
                body("xml", 400, "entities of entities",
                        () -> Sender.xml().replace("<Order", entities + "<Order").replace("Please", "&b;")),
                body("xml", 400, "a file of the machine",
                        () -> Sender.xml().replace("<Order", file + "<Order").replace("Please", "&f;")),
                body("xml", 400, "JSON sent as XML", Sender::json));
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("bodies")
    void areRefusedAtOnceAndAudited(String format, int status, String name, Supplier<String> body) throws SQLException {
        Map<String, String> headers = sender.createHeaders("B82617");
        headers.put("Content-Type", "application/" + format + "+fhir");

        Refused refused = Assertions.assertTimeout(Patience.PATIENCE,
                () -> Refused.of(sender.create("B82617", headers, body.get())));

        assertThat(refused.status()).isEqualTo(status);
        assertThat(refused.issues()).isNotEmpty().isSubsetOf("BAD_REQUEST", "INVALID_RESOURCE");
        assertThat(refused.outcome().getIssue()).hasSizeLessThanOrEqualTo(100);
        assertThat(refused.diagnostics()).doesNotContain("Exception", "Error:", "java.", "root:");
        assertThat(new Records(gateway).audit(headers.get("Ssp-TraceID"))).containsEntry("status", status)
                .containsEntry("task_id", null);
    }

    /** Bytes in place of a character of the task's text: what no string of a test could hold. */
    @ParameterizedTest
    @CsvSource({"json, E9", "json, C0AF", "json, EDA080", "json, F8888080", "json, FF", "json, 00", "json, 1B",
        "xml, E9", "xml, C0AF", "xml, EDA080", "xml, FF", "xml, 00", "xml, 1B"})
    void bytesThatAreNoTextAreRefusedAndAudited(String format, String hex) throws SQLException {
        Map<String, String> headers = sender.createHeaders("B82617");
        headers.put("Content-Type", "application/" + format + "+fhir");
        headers.put("Host", "x");
        byte[] good = (format.equals("json") ? Sender.json() : Sender.xml()).getBytes(StandardCharsets.UTF_8);
        byte[] bytes = HexFormat.of().parseHex(hex);
        int at = new String(good, StandardCharsets.UTF_8).indexOf("For your information");
        headers.put("Content-Length", Integer.toString(good.length + bytes.length));
        try (Wire wire = new Wire(gateway)) {
            Refused refused = Refused.of(wire.send(Wire.request("POST /B82617/DSTU2/1/Order HTTP/1.1", headers, ""))
                    .send(Arrays.copyOf(good, at)).send(bytes).send(Arrays.copyOfRange(good, at, good.length))
                    .answer());

            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.issues()).containsExactly("BAD_REQUEST");
            assertThat(refused.diagnostics()).matches("The body is not UTF-8|The (JSON|XML) is not well-formed.*");
        }
        assertThat(new Records(gateway).audit(headers.get("Ssp-TraceID"))).containsEntry("status", 400);
    }

    private static Arguments body(String format, int status, String name, Supplier<String> body) {
        return Arguments.of(format, status, name, body);
    }
}
