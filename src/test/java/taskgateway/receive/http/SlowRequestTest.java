package taskgateway.receive.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.testkit.Refused;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;
import taskgateway.testkit.Wire;

/** A request that does not arrive in time is refused, wherever it stops (specification, section 6, 408). */
@Slow
class SlowRequestTest {

    private static RunningGateway gateway;

    @BeforeAll
    static void startWithOneSecond() throws Exception {
        gateway = RunningGateway.start(Files.createTempDirectory("task-gateway"),
                Map.of("gateway.http.receive-seconds", "1"));
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "P",
        "POST /B82617/DSTU2/1/Order HTTP/1.1\r\nHo",
        "POST /B82617/DSTU2/1/Order HTTP/1.1\r\nHost: x\r\n",
        "GOOD HEADContent-Length: 9\r\n\r\n",
        "GOOD HEADContent-Length: 9\r\n\r\n{",
        "GOOD HEADTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
        "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\nG",
    })
    void isRefusedAndItsConnectionClosed(String start) {
        try (Wire wire = new Wire(gateway)) {
            Wire.WireAnswer answer = wire.send(start.replace("GOOD HEAD", goodHead())).answer();

            assertThat(Refused.of(answer).status()).isEqualTo(start.contains("%zz") ? 400 : 408);
            assertThat(answer.text()).contains(start.contains("%zz") ? "invalid" : "timeout");
            assertThat(wire.isClosed()).isTrue();
        }
    }

    /** A bad one is refused before its body is waited for. */
    private static String goodHead() {
        Map<String, String> headers = new Sender(gateway).createHeaders("B82617");
        headers.put("Host", "x");
        return Wire.request("POST /B82617/DSTU2/1/Order HTTP/1.1", headers, "").replaceFirst("\r\n\r\n$", "\r\n");
    }

    @Test
    void isRefusedThoughTheOneBeforeItWasGood() {
        Map<String, String> headers = new Sender(gateway).metadataHeaders("B82617");
        headers.put("Host", "x");
        try (Wire wire = new Wire(gateway)) {
            wire.send(Wire.request("GET /B82617/DSTU2/1/metadata HTTP/1.1", headers, "") + "GET /");

            assertThat(wire.answer().status()).isEqualTo(200);
            assertThat(Refused.of(wire.answer()).status()).isEqualTo(408);
            assertThat(wire.isClosed()).isTrue();
        }
    }
}
