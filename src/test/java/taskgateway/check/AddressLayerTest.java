package taskgateway.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.testkit.Refused;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;
import taskgateway.testkit.Wire;

/** URL and verb alone decide what is asked of whom (specification, sections 2 and 6). */
@ExtendWith(RunningGateway.Shared.class)
@Slow
class AddressLayerTest {

    private final RunningGateway gateway;
    private final Sender sender;

    AddressLayerTest(RunningGateway gateway) {
        this.gateway = gateway;
        this.sender = new Sender(gateway);
    }

    @ParameterizedTest
    @ValueSource(strings =
            {"/B82617/DSTU2/1/Order", "/B82617/DSTU2/1/Order/", "/B82617/DSTU2/Order", "/B82617/DSTU2/Order/"})
    void takesATaskWithOrWithoutMajorVersionAndTrailingSlash(String path) {
        HttpResponse<String> answer = sender.send("POST", path, sender.createHeaders("B82617"), Sender.json());

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Location").orElseThrow())
                .startsWith(gateway.base() + path.replaceFirst("/$", "") + "/");
    }

    @ParameterizedTest
    @CsvSource({
        "POST,    /X99999/DSTU2/1/Order,                404, ORGANISATION_NOT_FOUND",
        "POST,    /b82617/DSTU2/1/Order,                404, ORGANISATION_NOT_FOUND",
        "POST,    /B82617/DSTU2/2/Order,                404, NO_RECORD_FOUND",
        "POST,    /B82617/DSTU2/01/Order,               404, NO_RECORD_FOUND",
        "POST,    /B82617/dstu2/1/Order,                404, NO_RECORD_FOUND",
        "POST,    /B82617/STU3/1/Order,                 404, NO_RECORD_FOUND",
        "POST,    /B82617/DSTU2/1/order,                404, NO_RECORD_FOUND",
        "POST,    /B82617/DSTU2/1/Orders,               404, NO_RECORD_FOUND",
        "POST,    /B82617/DSTU2/1,                      404, NO_RECORD_FOUND",
        "POST,    /B82617/DSTU2/1/,                     404, NO_RECORD_FOUND",
        "POST,    /B82617/DSTU2/1//Order,               404, NO_RECORD_FOUND",
        "POST,    /B82617/DSTU2/1/x/../Order,           404, NO_RECORD_FOUND",
        "POST,    /x/../B82617/DSTU2/1/Order,           404, NO_RECORD_FOUND",
        "POST,    /B82617/DSTU2/1%2FOrder,              404, NO_RECORD_FOUND",
        "POST,    /B82617/DSTU2/1/Order;v=1,            404, NO_RECORD_FOUND",
        "GET,     /,                                    404, NO_RECORD_FOUND",
        "GET,     /favicon.ico,                         404, NO_RECORD_FOUND",
        "GET,     /observe/health,                      404, NO_RECORD_FOUND",
        "PUT,     /B82617/DSTU2/1/Order/1,              400, BAD_REQUEST",
        "DELETE,  /B82617/DSTU2/1/Order/1,              400, BAD_REQUEST",
        "GET,     /B82617/DSTU2/1/Order,                400, BAD_REQUEST",
        "GET,     /B82617/DSTU2/1/Order?subject=1,      400, BAD_REQUEST",
        "POST,    /B82617/DSTU2/1/Order/_search,        400, BAD_REQUEST",
        "GET,     /B82617/DSTU2/1/Order/1/_history,     400, BAD_REQUEST",
        "POST,    /B82617/DSTU2/1/metadata,             400, BAD_REQUEST",
        "PUT,     /B82617/DSTU2/1/ValueSet/1,           400, BAD_REQUEST",
        "POST,    /B82617/DSTU2/1/Appointment,          501, NOT_IMPLEMENTED",
        "GET,     /B82617/DSTU2/1/Patient/1,            501, NOT_IMPLEMENTED",
        "POST,    /B82617/DSTU2/1/$process-message,     501, NOT_IMPLEMENTED",
        "POST,    /B82617/DSTU2/1/Order/$validate,      501, NOT_IMPLEMENTED",
        "GET,     /B82617/DSTU2/1/Order/1/$everything,  501, NOT_IMPLEMENTED",
        "GET,     /B82617/DSTU2/1/Order/$lookup,        501, NOT_IMPLEMENTED",
        "GET,     /B82617/DSTU2/1/ValueSet/$expand,     501, NOT_IMPLEMENTED",
        "POST,    /B82617/DSTU2/1/Order/1,              400, BAD_REQUEST",
        "DELETE,  /B82617/DSTU2/1/Order,                400, BAD_REQUEST",
        "GET,     /B82617/DSTU2/1/_history,             404, NO_RECORD_FOUND",
        "GET,     /B82617/DSTU2/1/Order/%00,            404, NO_RECORD_FOUND",
        "GET,     /A20047/DSTU2/1/Order/..,             404, NO_RECORD_FOUND",
        "GET,     /A20047/DSTU2/1/Order/..%2Fmetadata,  404, NO_RECORD_FOUND",
        "GET,     /A20047/DSTU2/1/Order/1/_history/..,  404, NO_RECORD_FOUND",
        "GET,     /A20047/DSTU2/1/Order/a_b,            404, NO_RECORD_FOUND",
    })
    void refusesWhatIsNotThere(String verb, String path, int status, String code) {
        Refused refused = Refused.of(
                Wire.exchange(gateway, Wire.request(verb + " " + path + " HTTP/1.1", Map.of("Host", "x"), "")));

        assertThat(refused.status()).isEqualTo(status);
        assertThat(refused.issues()).containsExactly(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "MADEUP", "post", "Get"})
    void refusesAnotherVerbAndNamesThoseItKnows(String verb) {
        Wire.WireAnswer answer = Wire.exchange(gateway, verb + " /B82617/DSTU2/1/Order HTTP/1.1\r\nHost: x\r\n\r\n");

        assertThat(Refused.of(answer).status()).isEqualTo(405);
        assertThat(Refused.of(answer).issues()).containsExactly("BAD_REQUEST");
        assertThat(answer.header("Allow")).isEqualTo("GET, POST, PUT, DELETE");
    }

    @Test
    void refusesHeadWithoutABody() {
        HttpResponse<String> answer = sender.send("HEAD", "/B82617/DSTU2/1/metadata", Map.of(), null);

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains("GET, POST, PUT, DELETE");
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void tellsAllFaultsOfUrlAndVerbTogether() {
        Refused refused = Refused.of(sender.send("PATCH", "/X99999/DSTU2/1/Slot", Map.of(), ""));

        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.issues()).containsExactly("ORGANISATION_NOT_FOUND", "BAD_REQUEST", "NOT_IMPLEMENTED");
    }
}
