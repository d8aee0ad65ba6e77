package taskgateway.check;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.model.dstu2.resource.Order;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.fhir.Format;
import taskgateway.testkit.Refused;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;
import taskgateway.testkit.Wire;

/** A task is read back by who sent it (specification, sections 2 and 7). */
@ExtendWith(RunningGateway.Shared.class)
@Slow
class ReadTaskTest {

    private final RunningGateway gateway;
    private final Sender sender;

    ReadTaskTest(RunningGateway gateway) {
        this.gateway = gateway;
        this.sender = new Sender(gateway);
    }

    @ParameterizedTest
    @CsvSource({"A20047, ''", "A20047, /_history/1", "B82617, ''", "B82617, /_history/1", "C83615, /",
            "C83615, /_history/1/"})
    void readsWhatTheCreateAnswered(String ods, String version) {
        HttpResponse<String> created = create(ods);

        HttpResponse<String> read = read(sender, ods, path(created, "") + version, Map.of());

        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.body()).isEqualTo(created.body());
        for (String header
                : new String[] {"Content-Location", "ETag", "Last-Modified", "Content-Type", "Cache-Control"}) {
            assertThat(read.headers().firstValue(header)).as(header).isPresent()
                    .isEqualTo(created.headers().firstValue(header));
        }
        assertThat(read.headers().firstValue("Location")).isEmpty();
    }

    @Test
    void readsInTheOtherFormat() {
        HttpResponse<String> created = create("B82617");
        HttpResponse<String> read = read(sender, "B82617", path(created, ""), Map.of("Accept", "application/xml+fhir"));

        assertThat(read.headers().firstValue("Content-Type")).contains("application/xml+fhir;charset=UTF-8");
        assertThat(Format.JSON.encode(Format.XML.parser().parseResource(Order.class, read.body())))
                .isEqualTo(created.body());
    }

    @Test
    void namesTheRootThatTheReaderUsed() {
        String path = path(create("B82617"), "").replace("/DSTU2/1/", "/DSTU2/");
        HttpResponse<String> read = read(sender, "B82617", path, Map.of());

        assertThat(read.headers().firstValue("Content-Location").orElseThrow()).startsWith(gateway.base() + path);
        assertThat(read.body()).contains("\"" + gateway.base() + "/B82617/DSTU2/Patient/1\"");
    }

    @ParameterizedTest
    @CsvSource({"A20047, W/\"1\"", "B82617, W/\"1\"", "B82617, \"1\"", "B82617, '\"0\", W/\"1\"'", "B82617, *"})
    void answersThatNothingChanged(String ods, String tag) {
        String path = path(create(ods), "");
        Map<String, String> headers = sender.readHeaders(ods);
        headers.put("If-None-Match", tag);
        headers.put("Host", "x");
        try (Wire wire = new Wire(gateway)) {
            Wire.WireAnswer answer = wire.send(Wire.request("GET " + path + " HTTP/1.1", headers, "")).answer();
            assertThat(answer.status()).isEqualTo(304);
            assertThat(answer.header("ETag")).isEqualTo("W/\"1\"");
            assertThat(answer.header("Content-Type")).isEmpty();
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store, no-cache");
            // Had the 304 a body after all, it would be read as the next answer.
            headers.put("If-None-Match", "W/\"2\"");
            assertThat(wire.send(Wire.request("GET " + path + " HTTP/1.1", headers, "")).answer().status())
                    .isEqualTo(200);
        }
    }

    /** RFC 9110, section 13.1.3: a date in any of HTTP's forms; a version that is named tells more. */
    @ParameterizedTest
    @CsvSource(delimiter = '|',
            value = {"'Fri, 01 Jan 2100 00:00:00 GMT' | | 304", "'Monday, 01-Jan-18 00:00:00 GMT' | | 200",
        "'Fri Jan  1 00:00:00 2100' | | 304", "LAST | | 304", "'Mon, 01 Jan 2018 00:00:00 GMT' | | 200",
        "yesterday | | 200", "'Fri, 01 Jan 2100 00:00:00 GMT' | W/\"2\" | 200",
        "'Mon, 01 Jan 2018 00:00:00 GMT' | W/\"1\" | 304"})
    void answersThatNothingChangedSince(String since, String tag, int status) {
        HttpResponse<String> created = create("B82617");
        Map<String, String> conditions = new HashMap<>();
        conditions.put("If-Modified-Since",
                since.replace("LAST", created.headers().firstValue("Last-Modified").orElseThrow()));
        Optional.ofNullable(tag).ifPresent(it -> conditions.put("If-None-Match", it));

        assertThat(read(sender, "B82617", path(created, ""), conditions).statusCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"If-Match, *", "If-Match, W/\"1\"", "If-Unmodified-Since, 'Fri, 01 Jan 2100 00:00:00 GMT'",
            "X-HTTP-Method-Override, DELETE"})
    void refusesAConditionThatIsNotKept(String header, String value) {
        Refused refused = Refused.of(read(sender, "B82617", path(create("B82617"), ""), Map.of(header, value)));

        assertThat(refused.status()).isEqualTo(412);
        assertThat(refused.diagnostics()).startsWith(header);
    }

    @ParameterizedTest
    @CsvSource({"If-None-Exist, identifier=a", "Range, bytes=0-5", "X-HTTP-Method-Override, get", "If-Range, \"1\""})
    void readsPastWhatMeansNothingOnARead(String header, String value) {
        assertThat(read(sender, "B82617", path(create("B82617"), ""), Map.of(header, value)).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"B82617", "C83615"})
    void hidesATaskFromOtherSystems(String ods) {
        String path = path(create(ods), "");
        Sender other = new Sender(gateway, "200000000360");

        assertNoRecord(read(other, ods, path, Map.of()));
        assertNoRecord(read(other, ods, path + "/_history/1", Map.of("If-None-Match", "*")));
        assertThat(read(sender, ods, path, Map.of()).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"A20047, 7f3e8d34-0000-0000-0000-000000000000", "B82617, 7f3e8d34-0000-0000-0000-000000000000",
        "C83615, 1", "B82617, '1%27%20or%20%271%27=%271'"})
    void findsNoUnknownTask(String ods, String id) {
        assertNoRecord(read(sender, ods, "/" + ods + "/DSTU2/1/Order/" + id, Map.of()));
    }

    @ParameterizedTest
    @CsvSource({"A20047, 2", "B82617, 2", "B82617, 0", "B82617, 01", "C83615, x"})
    void findsNoUnknownVersion(String ods, String version) {
        assertNoRecord(read(sender, ods, path(create(ods), "/_history/" + version), Map.of()));
    }

    @Test
    void findsNoTaskOfAnotherProvider() {
        assertNoRecord(read(sender, "C83615", path(create("B82617"), "").replace("B82617", "C83615"), Map.of()));
    }

    @Test
    void asksForTheInteractionAndTheScopeOfARead() {
        String path = path(create("B82617"), "");
        Map<String, String> headers = sender.createHeaders("B82617");
        assertThat(Refused.of(sender.send("GET", path, headers, null)).diagnostics())
                .contains("Ssp-InteractionID is wrong");
        headers.put("Ssp-InteractionID", sender.readHeaders("B82617").get("Ssp-InteractionID"));
        assertThat(Refused.of(sender.send("GET", path, headers, null)).diagnostics()).contains("requested_scope");
    }

    private static void assertNoRecord(HttpResponse<String> answer) {
        assertThat(Refused.of(answer).status()).isEqualTo(404);
        assertThat(Refused.of(answer).issues()).containsExactly("NO_RECORD_FOUND");
    }

    private HttpResponse<String> create(String ods) {
        HttpResponse<String> created = sender.create(ods, sender.createHeaders(ods), Sender.json());
        assertThat(created.statusCode()).isEqualTo(201);
        return created;
    }

    private String path(HttpResponse<String> created, String more) {
        return created.headers().firstValue("Location").orElseThrow().replace(gateway.base(), "")
                .replace("/_history/1", "") + more;
    }

    private static HttpResponse<String> read(Sender sender, String ods, String path, Map<String, String> more) {
        Map<String, String> headers = sender.readHeaders(ods);
        headers.putAll(more);
        return sender.send("GET", path, headers, null);
    }
}
