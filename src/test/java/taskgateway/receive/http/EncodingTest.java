package taskgateway.receive.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.testkit.Refused;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;
import taskgateway.testkit.Wire;

/** gzip and chunks, both ways (specification, section 3). */
@ExtendWith(RunningGateway.Shared.class)
@Slow
class EncodingTest {

    private static final String LINE = "POST /B82617/DSTU2/1/Order HTTP/1.1";

    private final RunningGateway gateway;
    private final Map<String, String> headers;

    EncodingTest(RunningGateway gateway) {
        this.gateway = gateway;
        this.headers = new Sender(gateway).createHeaders("B82617");
    }

    @BeforeEach
    void nameAHost() {
        headers.put("Host", "x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "GZIP", "x-gzip", "X-GZip", " gzip ", "gzip,", ", gzip"})
    void unpacksABodySentAsGzip(String encoding) throws IOException {
        headers.put("Content-Encoding", encoding);

        assertThat(create(gzip(Sender.json().getBytes(StandardCharsets.UTF_8))).status()).isEqualTo(201);
    }

    @Test
    void refusesABodyThatIsNotTheGzipItClaimsToBe() throws IOException {
        headers.put("Content-Encoding", "gzip");
        byte[] packed = gzip(Sender.json().getBytes(StandardCharsets.UTF_8));

        assertThat(Refused.of(create(Arrays.copyOf(packed, packed.length - 9))).status()).isEqualTo(400);
        assertThat(Refused.of(create(Sender.json().getBytes(StandardCharsets.UTF_8))).status()).isEqualTo(400);
    }

    @Test
    void unpacksNoFurtherThanTheLimit() throws IOException {
        headers.put("Content-Encoding", "gzip");
        byte[] bomb = gzip(new byte[64 << 20]);
        assertThat(bomb.length).isLessThan(100_000);

        Refused refused = Refused.of(create(bomb));

        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.issues()).containsExactly("BAD_REQUEST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"deflate", "br", "identity", "gzip, gzip", "gzip, identity", "x-gzip2"})
    void refusesAnyOtherContentEncoding(String encoding) throws IOException {
        headers.put("Content-Encoding", encoding);

        assertThat(Refused.of(create(gzip(new byte[10]))).status()).isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ,"})
    void takesNoCodingAtAllForNone(String encoding) {
        headers.put("Content-Encoding", encoding);

        assertThat(create(Sender.json().getBytes(StandardCharsets.UTF_8)).status()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 400})
    void answersGzipToWhomAsksForIt(int status) throws IOException {
        headers.put("Accept-Encoding", "gzip");

        Wire.WireAnswer answer = create((status == 201 ? Sender.json() : "{").getBytes(StandardCharsets.UTF_8));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(answer.header("Transfer-Encoding")).isEqualTo("chunked");
        byte[] body = new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes();
        assertThat(new String(body, StandardCharsets.UTF_8)).startsWith("{\"resourceType\"").endsWith("}");
    }

    @ParameterizedTest
    @ValueSource(strings =
            {"", "identity", "gzip;q=0", "br", "gzip; Q=0.000", "*;q=0", "gzip;q=0, *", "identity, gzip;q=0.5", "gzip2",
        "deflate"})
    void answersPlainlyToWhomDoesNot(String acceptEncoding) {
        headers.put("Accept-Encoding", acceptEncoding);

        Wire.WireAnswer answer = create(Sender.json().getBytes(StandardCharsets.UTF_8));

        assertThat(answer.header("Content-Encoding")).isEmpty();
        assertThat(answer.header("Transfer-Encoding")).isEqualTo("chunked");
        assertThat(answer.text()).startsWith("{\"resourceType\":\"Order\"");
    }

    @Test
    void takesABodyInChunks() {
        headers.put("Transfer-Encoding", "chunked");
        StringBuilder chunks = new StringBuilder();
        Sender.json().lines().map(line -> line + "\n")
                .forEach(line -> chunks.append(Integer.toHexString(line.length())).append(";note=x\r\n").append(line)
                        .append("\r\n"));

        // A trailer comes too late to be a header.
        String request = Wire.request(LINE, headers, "") + chunks + "0\r\nSsp-From: 1\r\n\r\n";

        assertThat(Wire.exchange(gateway, request).status()).isEqualTo(201);
    }

    @Test
    void unpacksABodySentAsGzipInChunks() throws IOException {
        headers.put("Content-Encoding", "gzip");
        headers.put("Transfer-Encoding", "chunked");
        byte[] packed = gzip(Sender.json().getBytes(StandardCharsets.UTF_8));
        try (Wire wire = new Wire(gateway)) {
            wire.send(Wire.request(LINE, headers, ""));
            for (int at = 0; at < packed.length; at += 97) {
                byte[] chunk = Arrays.copyOfRange(packed, at, Math.min(packed.length, at + 97));
                wire.send(Integer.toHexString(chunk.length) + "\r\n").send(chunk).send("\r\n");
            }
            assertThat(wire.send("0\r\n\r\n").answer().status()).isEqualTo(201);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br, gzip;q=0.3", "*", "GZIP", "x-gzip", "Gzip ; q=1.000", "*;q=0, gzip",
            "identity;q=0.1, *;q=0.1"})
    void answersAReadPackedToo(String acceptEncoding) throws IOException {
        Map<String, String> asked = new Sender(gateway).metadataHeaders("B82617");
        asked.put("Host", "x");
        asked.put("Accept", "application/xml+fhir");
        asked.put("Accept-Encoding", acceptEncoding);

        Wire.WireAnswer answer = Wire.exchange(gateway, Wire.request("GET /B82617/DSTU2/1/metadata HTTP/1.1", asked,
                ""));

        assertThat(answer.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(answer.header("Transfer-Encoding")).isEqualTo("chunked");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes()).asString()
                .startsWith("<Conformance");
    }

    @Test
    void answersACallerOfHttp10WithoutChunks() {
        Map<String, String> asked = new Sender(gateway).metadataHeaders("B82617");

        Wire.WireAnswer answer = Wire.exchange(gateway, Wire.request("GET /B82617/DSTU2/1/metadata HTTP/1.0", asked,
                ""));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Transfer-Encoding")).isEmpty();
        assertThat(answer.text()).startsWith("{\"resourceType\":\"Conformance\"");
    }

    @Test
    void letsACallerWaitBeforeItSendsTheBody() {
        headers.put("Expect", "100-continue");
        headers.put("Content-Length", Integer.toString(Sender.json().length()));
        try (Wire wire = new Wire(gateway)) {
            assertThat(wire.send(Wire.request(LINE, headers, "")).answer().status()).isEqualTo(100);
            assertThat(wire.send(Sender.json()).answer().status()).isEqualTo(201);
        }
    }

    @Test
    void tellsACallerThatWaitsThatTheBodyIsTooLarge() {
        headers.put("Expect", "100-continue");
        headers.put("Content-Length", "5000000");

        assertThat(Refused.of(Wire.exchange(gateway, Wire.request(LINE, headers, ""))).status()).isEqualTo(413);
    }

    private Wire.WireAnswer create(byte[] body) {
        headers.put("Content-Length", Integer.toString(body.length));
        try (Wire wire = new Wire(gateway)) {
            return wire.send(Wire.request(LINE, headers, "")).send(body).answer();
        }
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }
}
