package taskgateway.deliver.fhir;

import static org.assertj.core.api.Assertions.assertThat;

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

/**
 * What is not HTTP, or too much of it, is refused like anything else, and its connection closed (specification, section
 * 6).
 */
@ExtendWith(RunningGateway.Shared.class)
@Slow
class TransportFaultsTest {

    private static final String POST = "POST /B82617/DSTU2/1/Order HTTP/1.1\r\n";
    private static final String HOST = "Host: x\r\n";
    private static final String TRACE = "3e0c1cf1-9a07-4f3c-8a71-5d2a8f5a7d11";

    private final RunningGateway gateway;

    TransportFaultsTest(RunningGateway gateway) {
        this.gateway = gateway;
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "hello\r\n\r\n",
        "GET /%zz HTTP/1.1\r\n" + HOST + "\r\n",
        "GET /? HTTP/9.9\r\n" + HOST + "\r\n",
        "GET / HTTP/2.0\r\n" + HOST + "\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "GET /B82617/DSTU2/1/metadata?_format=%2 HTTP/1.1\r\n" + HOST + "\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET / HTTP/1.1\r\n" + HOST + "Ssp-From : 1\r\n\r\n",
        "GET / HTTP/1.1\r\n" + HOST + "no colon\r\n\r\n",
        "GET / HTTP/1.1\r\n" + HOST + "Ssp-TraceID: a\u0001b\r\n\r\n",
        "GET / HTTP/1.1\r\n" + HOST + "Ssp-TraceID: a\u0000b\r\n\r\n",
        POST + HOST + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        POST + HOST + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
        POST + HOST + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        POST + HOST + "Content-Length: +3\r\n\r\nabc",
        POST + HOST + "Content-Length: -1\r\n\r\n",
        POST + HOST + "Content-Length: 99999999999999999999\r\n\r\n",
        POST + HOST + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        POST + HOST + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        POST + HOST + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        POST + HOST + "Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
        POST + HOST + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n-1\r\n\r\n",
        POST + HOST + "Expect: magic\r\nContent-Length: 3\r\n\r\nabc",
    })
    void malformedHttpIsRefused(String request) {
        assertRefused(request, 400);
    }

    @Test
    void aLineThatIsTooLongIsRefused() {
        assertRefused("GET /" + "a".repeat(9000) + " HTTP/1.1\r\n" + HOST + "\r\n", 414);
    }

    @Test
    void headersThatAreTooLargeAreRefused() {
        assertRefused("GET / HTTP/1.1\r\n" + HOST + "X-Much: " + "a".repeat(40_000) + "\r\n\r\n", 431);
        assertRefused("GET / HTTP/1.1\r\n" + HOST + "X-Much: a\r\n".repeat(5_000) + "\r\n", 431);
        assertRefused(POST + HOST + "Authorization: Bearer " + "e".repeat(100_000)
                + "\r\nContent-Length: 0\r\n\r\n", 431);
    }

    @Test
    void sixteenKibibytesOfHeadersAreTaken() {
        Sender sender = new Sender(gateway);
        Map<String, String> headers = sender.metadataHeaders("B82617");
        headers.put("X-Much", "a".repeat(16_384));

        assertThat(sender.send("GET", "/B82617/DSTU2/1/metadata", headers, null).statusCode()).isEqualTo(200);
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedThoughTheCallerSendsItAll() {
        assertRefused(POST + HOST + "Content-Length: 9000000\r\n\r\n" + "a".repeat(9_000_000), 413);
    }

    @Test
    void aBodyInChunksThatBecomesTooLargeIsRefused() {
        String chunk = "100000\r\n" + "a".repeat(1 << 20) + "\r\n";

        assertRefused(goodHead("Transfer-Encoding: chunked") + chunk.repeat(6) + "0\r\n\r\n", 413);
    }

    /** Its length shows before its head is judged, and what it holds is never asked for. */
    @Test
    void aBodyThatIsAnnouncedAsTooLargeIsRefusedThoughTheHeadIsGood() {
        assertRefused(goodHead("Content-Length: 9000000"), 413);
    }

    /** After a head without a fault, and so not seen before the body is read. */
    @ParameterizedTest
    @ValueSource(strings = {"zz\r\n\r\n", "3\r\nabc\r\n-1\r\n\r\n"})
    void aBodyInBrokenChunksIsRefused(String chunks) {
        try (Wire wire = new Wire(gateway)) {
            wire.send(goodHead("Transfer-Encoding: chunked"));
            Wire.WireAnswer answer = wire.send(chunks + "GET / HTTP/1.1\r\n" + HOST + "\r\n").answer();

            assertThat(Refused.of(answer).status()).isEqualTo(400);
            assertThat(wire.isClosed()).as("nothing follows").isTrue();
        }
    }

    private String goodHead(String framing) {
        Map<String, String> headers = new Sender(gateway).createHeaders("B82617");
        headers.put("Host", "x");
        return Wire.request("POST /B82617/DSTU2/1/Order HTTP/1.1", headers, "")
                .replaceFirst("\r\n\r\n$", "\r\n" + framing + "\r\n\r\n");
    }

    /** A string of 1 MB is legal (section 9), wherever it goes; the narrative is one. */
    @ParameterizedTest
    @CsvSource({"B82617, json, For your information", "B82617, xml, Please review", "A20047, json, Please review",
        "A20047, xml, For your information", "C83615, json, Mrs Jane Johnson"})
    void aMegabyteOfTextIsTaken(String ods, String format, String text) {
        Sender sender = new Sender(gateway);
        Map<String, String> headers = sender.createHeaders(ods);
        headers.put("Content-Type", "application/" + format + "+fhir");
        headers.put("Prefer", "return=minimal");
        String task = (format.equals("json") ? Sender.json() : Sender.xml()).replace(text, "x".repeat(1 << 20));

        assertThat(sender.create(ods, headers, task).statusCode()).isEqualTo(201);
    }

    @Test
    void whatFollowsAMalformedRequestIsNotTakenForAnother() {
        assertRefused(POST + HOST + "Transfer-Encoding: xchunked\r\n\r\nGET / HTTP/1.1\r\n" + HOST + "\r\n", 400);
        assertRefused("hello\r\n\r\nGET / HTTP/1.1\r\n" + HOST + "\r\n", 400);
    }

    @Test
    void aRefusalIsToldInTheCallersFormatWithItsTraceId() {
        Wire.WireAnswer answer = Wire.exchange(gateway, POST + HOST + "Accept: application/xml+fhir\r\nSsp-TraceID: "
                + TRACE
                + "\r\nContent-Length: 9000000\r\n\r\n");

        assertThat(Refused.of(answer).status()).isEqualTo(413);
        assertThat(Refused.of(answer).format()).hasToString("xml");
        assertThat(answer.header("Ssp-TraceID")).isEqualTo(TRACE);
    }

    private void assertRefused(String request, int status) {
        try (Wire wire = new Wire(gateway)) {
            Wire.WireAnswer answer = wire.send(request).answer();
            assertThat(Refused.of(answer).status()).isEqualTo(status);
            assertThat(Refused.of(answer).issues()).containsExactly("BAD_REQUEST");
            assertThat(answer.header("Connection")).isEqualTo("close");
            assertThat(wire.isClosed()).isTrue();
        }
    }
}
