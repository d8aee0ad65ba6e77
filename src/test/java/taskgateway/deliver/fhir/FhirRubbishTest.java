package taskgateway.deliver.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static taskgateway.testkit.Responses.JSON;
import static taskgateway.testkit.Responses.XML;
import static taskgateway.testkit.Responses.issue;
import static taskgateway.testkit.Responses.outcome;
import static taskgateway.testkit.Responses.response;

import java.net.http.HttpResponse;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.testkit.Expect;
import taskgateway.testkit.FhirGateway;
import taskgateway.testkit.Slow;

/** A FHIR provider answers neither that it has the task nor why not: 502. Where it is only busy, 429 and 503. */
@ExtendWith(FhirGateway.Shared.class)
@Slow
class FhirRubbishTest {

    private final FhirGateway fhir;

    FhirRubbishTest(FhirGateway fhir) {
        this.fhir = fhir;
    }

    static Stream<String> rubbish() {
        String reason = outcome(issue("invalid", "BAD_REQUEST", "x"));
        return Stream.of(
                response(200, JSON, "{\"resourceType\":\"Order\",\"id\":\"1\"}", "Location: Order/1/_history/1"),
                response(200, JSON, "rubbish"),
                response(200, "text/html", "<html>Welcome</html>"),
                response(200, null, ""),
                response(202, null, "", "Location: Order/1"),
                "HTTP/1.1 204 No Content\r\nLocation: Order/1/_history/1\r\n\r\n",
                response(206, JSON, reason),
                "HTTP/1.1 304 Not Modified\r\n\r\n",
                response(401, JSON, reason, "WWW-Authenticate: Basic realm=\"x\""),
                response(401, JSON, reason, "WWW-Authenticate: Negotiate"),
                response(407, JSON, reason, "Proxy-Authenticate: Basic realm=\"x\""),
                response(400, null, ""),
                response(400, "text/html", "<html>Bad request</html>"),
                response(400, "application/json", "[]"),
                response(400, null, "Bad request"),
                response(403, JSON, ""),
                response(404, JSON, "rubbish"),
                response(404, XML, "<OperationOutcome"),
                response(409, JSON, "{\"resourceType\":\"Order\"}"),
                response(422, JSON, "{\"resourceType\":\"OperationOutcome\"}"),
                response(422, JSON, "{\"resourceType\":\"OperationOutcome\",\"issue\":" + "[".repeat(20_000)
                        + "]".repeat(20_000) + "}"),
                response(422, XML, "<OperationOutcome xmlns=\"http://hl7.org/fhir\">" + "<issue>".repeat(9_000)
                        + "</issue>".repeat(9_000) + "</OperationOutcome>"),
                response(422, JSON, outcome(issue("invalid", "BAD_REQUEST", "x".repeat(300_000)))),
                response(500, "text/html", "<html>Oops</html>"),
                response(501, JSON, reason), response(502, JSON, reason), response(504, JSON, reason),
                response(599, JSON, reason));
    }

    @ParameterizedTest
    @MethodSource("rubbish")
    void isABadGateway(String response) {
        Expect.rubbish(fhir.answered(response));
        assertThat(fhir.provider.received()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirectsAreNotFollowed(int status) {
        fhir.other.says(response(201, null, "", "Location: Order/1"));
        Expect.rubbish(fhir.answered(response(status, null, "", "Location: " + fhir.other.address() + "/fhir/Order")));
        assertThat(fhir.other.received()).isEmpty();
        assertThat(fhir.provider.received()).hasSize(1);
    }

    @Test
    void cookiesAreNotKept() {
        fhir.answered(response(400, JSON, outcome(issue("invalid", "BAD_REQUEST", "x")), "Set-Cookie: a=b; Path=/"));
        fhir.create(FhirGateway.ODS);
        assertThat(fhir.provider.received()).hasSize(2)
                .allSatisfy(request -> assertThat(request.all("Cookie")).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"429, throttled", "503, transient"})
    void aBusyProviderIsRelayed(int status, String issueType) {
        HttpResponse<String> answer = fhir.answered(response(status, "text/html", "<html>Busy</html>"));
        Expect.proxy(answer, status, issueType);
        assertThat(answer.headers().firstValue("Retry-After")).isEmpty();
        assertThat(fhir.provider.received()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"120", "Wed, 21 Oct 2026 07:28:00 GMT"})
    void retryAfterIsRelayedAsReceived(String value) {
        assertThat(fhir.answered(response(503, null, "", "Retry-After: " + value)).headers().firstValue("Retry-After"))
                .hasValue(value);
        assertThat(fhir.answered(response(429, null, "", "Retry-After: " + value)).headers().firstValue("Retry-After"))
                .hasValue(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "1\r\n X-Injected: 1", "1\u0001", "120\u00e9", "99999999999999999999",
            "<script>alert('x')</script>"})
    void retryAfterThatIsNoneIsDropped(String value) {
        HttpResponse<String> answer = fhir.answered(response(503, null, "", "Retry-After: " + value));
        Expect.proxy(answer, 503, "transient");
        assertThat(answer.headers().firstValue("Retry-After")).isEmpty();
        assertThat(answer.headers().firstValue("X-Injected")).isEmpty();
    }
}
