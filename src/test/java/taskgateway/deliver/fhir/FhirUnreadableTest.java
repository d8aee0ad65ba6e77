package taskgateway.deliver.fhir;

import static taskgateway.testkit.Responses.JSON;
import static taskgateway.testkit.Responses.XML;
import static taskgateway.testkit.Responses.kept;
import static taskgateway.testkit.Responses.response;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import taskgateway.testkit.Expect;
import taskgateway.testkit.FhirGateway;
import taskgateway.testkit.Responses;
import taskgateway.testkit.Slow;

/**
 * A FHIR provider says 201 and something that cannot be read, or is not about the task: it may have it, nobody knows.
 */
@ExtendWith(FhirGateway.Shared.class)
@Slow
class FhirUnreadableTest {

    private static final String HTML = "<html><body>Order/1 created</body></html>";
    private static final int DEEP = 20_000;

    private final FhirGateway fhir;

    FhirUnreadableTest(FhirGateway fhir) {
        this.fhir = fhir;
    }

    @AfterEach
    void theNextTaskIsDelivered() {
        fhir.provider.does((request, caller) -> caller.getOutputStream()
                .write(Responses.created(request, "1").getBytes()));
        Assertions.assertThat(fhir.create(FhirGateway.ODS).statusCode()).isEqualTo(201);
    }

    static Stream<String> unreadable() {
        String place = "Location: Order/1/_history/1";
        return Stream.of(
                response(201, null, ""),
                response(201, JSON, ""),
                response(201, null, "", "Location: http://127.0.0.1/fhir/"),
                response(201, null, "", "Location: Order/"),
                response(201, null, "", "Location: Order/.."),
                response(201, null, "", "Location: Order/a%2Fb"),
                response(201, null, "", "Location: Order/1?x=y"),
                response(201, null, "", "Location: Order/" + "1".repeat(65)),
                response(201, null, "", "Location: Order/1/_history/a b"),
                response(201, null, "", "Location: Patient/1/_history/1"),
                response(201, JSON, "{\"resourceType\":\"Patient\",\"id\":\"1\"}", place),
                response(201, JSON, "{\"resourceType\":\"Bundle\",\"type\":\"transaction-response\"}", place),
                response(201, JSON, Responses.outcome(Responses.issue("invalid", "BAD_REQUEST", "no")), place),
                response(201, JSON, "rubbish", place),
                response(201, JSON, "{\"resourceType\":\"Order\",\"id\":", place),
                response(201, JSON, "[]", place),
                response(201, JSON, "null", place),
                response(201, JSON, " ", place),
                response(201, XML, "{\"resourceType\":\"Order\",\"id\":\"1\"", place),
                response(201, JSON, "<Order xmlns=\"http://hl7.org/fhir\"><id value=\"1\"/>", place),
                response(201, "text/html", HTML, place),
                response(201, null, HTML, place),
                response(201, "rubbish;;;charset=nonsense", HTML, place),
                response(201, JSON, "{\"resourceType\":\"Order\",\"id\":\"1\\r\\nX-Injected: 1\"}"),
                response(201, XML, "<!DOCTYPE Order [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]>"
                        + "<Order xmlns=\"http://hl7.org/fhir\"><id value=\"&b;\"/></Order>"),
                // Within the limit of a body, and deeper than any parser's stack.
                response(201, JSON, "{\"resourceType\":\"Order\",\"extension\":" + "[".repeat(DEEP) + "]".repeat(DEEP)
                        + "}", place),
                response(201, XML, "<Order xmlns=\"http://hl7.org/fhir\">" + "<a>".repeat(DEEP) + "</a>".repeat(DEEP)
                        + "</Order>", place),
                response(201, JSON,
                        "{\"resourceType\":\"Order\",\"id\":\"1\",\"x\":\"" + "x".repeat(300_000) + "\"}", place),
                // The connection ends where a body might have begun, and perhaps in the middle of a header.
                "HTTP/1.1 201 Created\r\nLocation: Order/1",
                "HTTP/1.1 201 Created\r\nLocation: Order/1\r\n\r\n");
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void isAnUnknownOutcome(String response) {
        Expect.outcomeUnknown(fhir.answered((request, caller) -> {
            caller.getOutputStream().write(response.getBytes(StandardCharsets.UTF_8));
            caller.shutdownOutput();
        }));
        Assertions.assertThat(fhir.provider.received()).hasSize(1);
    }

    @Test
    void anotherTasksOrderIsAnUnknownOutcome() {
        Expect.outcomeUnknown(fhir.answered((request, caller) -> caller.getOutputStream().write(response(201, JSON,
                kept(request.body(), "1").replaceFirst("\"value\"\\s*:\\s*\"200000000359\\.[^\"]*\"",
                        "\"value\":\"other\"")).getBytes())));
    }

    @Test
    void aLocationThatContradictsTheBodyIsAnUnknownOutcome() {
        Expect.outcomeUnknown(fhir.answered((request, caller) -> caller.getOutputStream().write(response(201, JSON,
                kept(request.body(), "1"), "Location: Order/2/_history/1").getBytes())));
    }
}
