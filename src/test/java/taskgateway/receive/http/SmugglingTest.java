package taskgateway.receive.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.testkit.Fuzz;
import taskgateway.testkit.Records;
import taskgateway.testkit.Refused;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Slow;
import taskgateway.testkit.Wire;

/**
 * A request whose end two programs could see in different places is refused and its connection closed, so that no
 * second one hides in it (RFC 9112, section 11.2). HIDDEN stands for a whole request.
 */
@ExtendWith(RunningGateway.Shared.class)
@Slow
class SmugglingTest {

    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n\r\n";

    private final RunningGateway gateway;

    SmugglingTest(RunningGateway gateway) {
        this.gateway = gateway;
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nHIDDEN",
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\nHIDDEN",
        "Content-Length: 0\r\nContent-Length: 200\r\n\r\nHIDDEN",
        "Content-Length: 0, 200\r\n\r\nHIDDEN",
        "Content-Length: 0x00\r\n\r\nHIDDEN",
        "Content-Length: 0 0\r\n\r\nHIDDEN",
        "Content-Length: +0\r\n\r\nHIDDEN",
        "Content-Length:\r\n\r\nHIDDEN",
        "Content-Length: \u0660\r\n\r\nHIDDEN",
        "Content-Length: 18446744073709551616\r\n\r\nHIDDEN",
        "Content-Length : 0\r\n\r\nHIDDEN",
        "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\nHIDDEN",
        "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\nHIDDEN",
        "Transfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\nHIDDEN",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nHIDDEN",
        "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\nHIDDEN",
        "Transfer-Encoding: chunked;q=1\r\n\r\n0\r\n\r\nHIDDEN",
        "Transfer-Encoding: \u000bchunked\r\n\r\n0\r\n\r\nHIDDEN",
        "Transfer-Encoding: chun\tked\r\n\r\n0\r\n\r\nHIDDEN",
        "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\nHIDDEN",
        "X: y\rTransfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\nHIDDEN",
        "X: y\u0000\r\nContent-Length: 0\r\n\r\nHIDDEN",
        "\u0000Content-Length: 0\r\n\r\nHIDDEN",
        "Content\u0000-Length: 0\r\n\r\nHIDDEN",
        ": y\r\nContent-Length: 0\r\n\r\nHIDDEN",
        "X y: z\r\nContent-Length: 0\r\n\r\nHIDDEN",
        "X(: y\r\nContent-Length: 0\r\n\r\nHIDDEN",
        "\u00e9: y\r\nContent-Length: 0\r\n\r\nHIDDEN",
        CHUNKED + "100000004\r\ntest\r\n0\r\n\r\nHIDDEN",
        CHUNKED + "FFFFFFFFFFFFFFFF0\r\n\r\nHIDDEN",
        CHUNKED + "-0\r\n\r\nHIDDEN",
        CHUNKED + "+0\r\n\r\nHIDDEN",
        CHUNKED + "0x0\r\n\r\nHIDDEN",
        CHUNKED + "\r\n\r\nHIDDEN",
        CHUNKED + "1;a=\"b\n0\r\n\r\nHIDDEN",
        CHUNKED + "1;a\nX\r\n0\r\n\r\nHIDDEN",
        CHUNKED + "1;a=\"\r\nX\r\n0\r\n\r\nHIDDEN",
        CHUNKED + "1\nX\n0\n\nHIDDEN",
        CHUNKED + "1 ;\rX\r\n0\r\n\r\nHIDDEN",
        CHUNKED + "2\r\nX\r\n0\r\n\r\nHIDDEN",
        CHUNKED + "1\r\nXY\r\n0\r\n\r\nHIDDEN",
        CHUNKED + "0\r\nX y\r\n\r\nHIDDEN",
        CHUNKED + "0\r\nX\u0000: y\r\n\r\nHIDDEN",
    })
    void nothingHidesBehindARequestOfDoubtfulLength(String framing) throws SQLException {
        String trace = UUID.randomUUID().toString();

        List<Wire.WireAnswer> answers;
        try (Wire wire = new Wire(gateway)) {
            answers = wire.trySend(Fuzz.latin("POST /B82617/DSTU2/1/Order HTTP/1.1\r\nHost: x\r\n"
                    + framing.replace("HIDDEN", hidden(trace)))).answers();
        }

        assertThat(answers).hasSize(1);
        assertThat(Refused.of(answers.get(0)).status()).isEqualTo(400);
        assertThat(answers.get(0).header("Connection")).isEqualTo("close");
        assertThat(new Records(gateway).rows("select trace_id from audit where trace_id = ?", trace)).isEmpty();
    }

    private static String hidden(String trace) {
        return "GET /B82617/DSTU2/1/metadata HTTP/1.1\r\nHost: x\r\nSsp-TraceID: " + trace
                + "\r\nConnection: close\r\n\r\n";
    }
}
