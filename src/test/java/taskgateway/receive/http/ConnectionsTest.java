package taskgateway.receive.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import taskgateway.testkit.Refused;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;
import taskgateway.testkit.Wire;

/** Several requests on one connection, and HTTP/1.0. */
@ExtendWith(RunningGateway.Shared.class)
@Slow
class ConnectionsTest {

    private static final String LINE = "POST /B82617/DSTU2/1/Order HTTP/1.1";

    private final RunningGateway gateway;
    private final Map<String, String> headers;

    ConnectionsTest(RunningGateway gateway) {
        this.gateway = gateway;
        this.headers = new Sender(gateway).createHeaders("B82617");
    }

    @BeforeEach
    void nameAHost() {
        headers.put("Host", "x");
    }

    @Test
    void pipelinedRequestsAreAnsweredInTheirOrder() {
        String good = Wire.request(LINE, headers, Sender.json());
        headers.put("Ssp-TraceID", "no trace");
        String refused = Wire.request(LINE, headers, Sender.json());
        try (Wire wire = new Wire(gateway)) {
            wire.send(good + refused + good + "rubbish\r\n\r\n");

            assertThat(wire.answer().status()).isEqualTo(201);
            assertThat(wire.answer().header("Ssp-TraceID")).isEqualTo("no trace");
            assertThat(wire.answer().status()).isEqualTo(201);
            assertThat(Refused.of(wire.answer()).status()).isEqualTo(400);
            assertThat(wire.isClosed()).isTrue();
        }
    }

    @Test
    void aRefusalInARouteKeepsTheConnection() {
        headers.put("Ssp-To", "1");
        String refused = Wire.request(LINE, headers, Sender.json());
        try (Wire wire = new Wire(gateway)) {
            assertThat(wire.send(refused).answer().status()).isEqualTo(400);
            assertThat(wire.send(refused).answer().status()).isEqualTo(400);
        }
    }

    @Test
    void aCallerMayAskForItsConnectionToBeClosed() {
        headers.put("Connection", "close");
        try (Wire wire = new Wire(gateway)) {
            assertThat(wire.send(Wire.request(LINE, headers, Sender.json())).answer().status()).isEqualTo(201);
            assertThat(wire.isClosed()).isTrue();
        }
    }

    @Test
    void http10IsAnsweredWithoutChunks() {
        headers.remove("Host");
        try (Wire wire = new Wire(gateway)) {
            Wire.WireAnswer answer = wire.send(Wire.request(LINE.replace("1.1", "1.0"), headers, Sender.json()))
                    .answer();
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.header("Transfer-Encoding")).isEmpty();
            assertThat(wire.isClosed()).isTrue();
        }
    }

    @Test
    void anUpgradeToAnotherProtocolIsIgnored() {
        headers.put("Connection", "Upgrade, HTTP2-Settings");
        headers.put("Upgrade", "h2c");
        headers.put("HTTP2-Settings", "AAMAAABkAAQAAP__");

        assertThat(Wire.exchange(gateway, Wire.request(LINE, headers, Sender.json())).status()).isEqualTo(201);
    }
}
