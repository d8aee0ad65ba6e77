package taskgateway.deliver.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;
import taskgateway.testkit.Wire;

/** The head of the answer to a good create, as it stands on the wire (specification, section 7). */
@ExtendWith(RunningGateway.Shared.class)
@Slow
class CreatedAnswerTest {

    private final RunningGateway gateway;
    private final Sender sender;

    CreatedAnswerTest(RunningGateway gateway) {
        this.gateway = gateway;
        this.sender = new Sender(gateway);
    }

    @ParameterizedTest
    @CsvSource({"A20047, json", "A20047, xml", "B82617, json", "B82617, xml", "C83615, json", "C83615, xml"})
    void saysWhereTheTaskIsAndOfWhichVersion(String ods, String format) {
        Map<String, String> headers = headers(ods, format);
        Instant before = Instant.now().minusSeconds(1);

        Wire.WireAnswer answer = create(ods, headers, format);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Location"))
                .matches(gateway.base() + "/" + ods + "/DSTU2/1/Order/[A-Za-z0-9.-]{1,64}/_history/1");
        assertThat(answer.header("Content-Location")).isEqualTo(answer.header("Location"));
        assertThat(answer.header("ETag")).isEqualTo("W/\"1\"");
        assertThat(answer.header("Last-Modified"))
                .matches("[A-Z][a-z]{2}, \\d{2} [A-Z][a-z]{2} \\d{4} \\d{2}:\\d{2}:\\d{2} GMT");
        assertThat(ZonedDateTime.parse(answer.header("Last-Modified"), DateTimeFormatter.RFC_1123_DATE_TIME)
                .toInstant()).isBetween(before, Instant.now());
        assertThat(answer.header("Ssp-TraceID")).isEqualTo(headers.get("Ssp-TraceID"));
    }

    @ParameterizedTest
    @CsvSource({"A20047, json", "B82617, xml"})
    void isNotToBeCachedAndComesInChunks(String ods, String format) {
        Wire.WireAnswer answer = create(ods, headers(ods, format), format);

        assertThat(answer.header("Content-Type")).isEqualTo("application/" + format + "+fhir;charset=UTF-8");
        assertThat(answer.header("Transfer-Encoding")).isEqualTo("chunked");
        assertThat(answer.header("Content-Length")).isEmpty();
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store, no-cache");
        assertThat(answer.header("Pragma")).isEqualTo("no-cache");
        assertThat(answer.header("Expires")).isEqualTo("0");
    }

    @ParameterizedTest
    @CsvSource({"A20047, return=minimal", "B82617, return=minimal", "B82617, 'respond-async, Return = \"minimal\"'"})
    void holdsNoBodyWhereTheCallerPrefersNone(String ods, String prefer) {
        Map<String, String> headers = headers(ods, "json");
        headers.put("Prefer", prefer);

        Wire.WireAnswer answer = create(ods, headers, "json");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.header("Content-Type")).isEmpty();
        assertThat(answer.header("Location")).isNotEmpty();
        assertThat(answer.header("ETag")).isEqualTo("W/\"1\"");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store, no-cache");
    }

    @ParameterizedTest
    @ValueSource(strings = {"return=representation", "return=minimalist", "rubbish", ""})
    void holdsTheTaskOtherwise(String prefer) {
        Map<String, String> headers = headers("B82617", "json");
        headers.put("Prefer", prefer);

        assertThat(create("B82617", headers, "json").text()).startsWith("{\"resourceType\":\"Order\"");
    }

    private Map<String, String> headers(String ods, String format) {
        Map<String, String> headers = sender.createHeaders(ods);
        headers.put("Content-Type", "application/" + format + "+fhir");
        headers.put("Host", gateway.base().substring("http://".length()));
        return headers;
    }

    private Wire.WireAnswer create(String ods, Map<String, String> headers, String format) {
        String body = format.equals("json") ? Sender.json() : Sender.xml();
        return Wire.exchange(gateway, Wire.request("POST /" + ods + "/DSTU2/1/Order HTTP/1.1", headers, body));
    }
}
