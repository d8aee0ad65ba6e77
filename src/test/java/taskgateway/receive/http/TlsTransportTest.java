package taskgateway.receive.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.testkit.Authority;
import taskgateway.testkit.Patience;
import taskgateway.testkit.Refused;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;
import taskgateway.testkit.TlsGateway;
import taskgateway.testkit.Wire;
import taskgateway.tls.Protection;

/** How the FHIR port encrypts, and that its files may change while it runs (specification, section 10). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Slow
class TlsTransportTest {

    private TlsGateway tls;

    @BeforeAll
    void start() throws Exception {
        tls = new TlsGateway(new Authority("Test authority"), Map.of());
    }

    @AfterAll
    void stop() throws IOException {
        tls.close();
    }

    static Stream<String> suitesOfRsa() {
        return Protection.SUITES.stream().filter(suite -> !suite.contains("_ECDSA_"));
    }

    @ParameterizedTest
    @MethodSource("suitesOfRsa")
    void speaksEverySuiteOfTheNamedFamilies(String suite) throws IOException {
        assertThat(session(suite).getCipherSuite()).isEqualTo(suite);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "TLS_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
        "TLS_DHE_RSA_WITH_AES_128_CBC_SHA256",
        "TLS_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_RSA_WITH_AES_256_CBC_SHA",
    })
    void speaksNoOtherSuite(String suite) {
        assertThat(tls.context(null).getDefaultSSLParameters().getCipherSuites()).contains(suite);
        assertThatThrownBy(() -> session(suite)).isInstanceOf(SSLException.class)
                .hasMessageContaining("handshake_failure");
    }

    @Test
    void choosesTheBestSuiteWhateverTheCallerLikesBest() throws IOException {
        List<String> worstFirst = new ArrayList<>(suitesOfRsa().toList());
        Collections.reverse(worstFirst);
        assertThat(session(worstFirst.toArray(String[]::new)).getCipherSuite()).isEqualTo("TLS_AES_256_GCM_SHA384");
        worstFirst.removeIf(suite -> !suite.contains("_WITH_"));
        assertThat(session(worstFirst.toArray(String[]::new)).getCipherSuite())
                .isEqualTo("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");
    }

    @Test
    void speaksTls12And13() throws IOException {
        assertThat(session("TLS_AES_128_GCM_SHA256").getProtocol()).isEqualTo("TLSv1.3");
        assertThat(session("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256").getProtocol()).isEqualTo("TLSv1.2");
    }

    /**
     * A greeting of TLS 1.0 (0301) or 1.1 (0302), which the JDK itself no longer makes, with a suite that they could
     * use.
     */
    @ParameterizedTest
    @ValueSource(strings = {"0301", "0302"})
    void refusesOlderVersions(String version) throws IOException {
        String hello = version + "00".repeat(32) + "00" + "0002c014" + "0100" + "000e" + "000a000400020017"
                + "000b00020100";
        String record = "160301" + String.format("%04x", hello.length() / 2 + 4) + "01"
                + String.format("%06x", hello.length() / 2) + hello;

        assertThat(HexFormat.of().formatHex(said(HexFormat.of().parseHex(record)))).matches("1503..0002" + "0246");
    }

    @Test
    void closesTheConnectionOnPlainHttp() throws IOException {
        byte[] said = said("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

        assertThat(new String(said, StandardCharsets.ISO_8859_1)).doesNotContain("HTTP");
    }

    @Test
    void takesOverANewCertificateOfItsOwn() throws IOException {
        Authority.Issued ec = tls.authority.issue(Authority.server());
        tls.write(ec);
        await().until(() -> server().equals("EC"));
        for (String suite : Protection.SUITES) {
            if (suite.contains("_ECDSA_")) {
                assertThat(session(suite).getCipherSuite()).isEqualTo(suite);
            }
        }
        tls.write(tls.rsa);
        await().until(() -> server().equals("RSA"));
    }

    @Test
    void takesOverARevocationListOnConnectionsThatStay() throws IOException {
        Authority.Issued lost = tls.authority.issue(Authority.client(TlsGateway.CONSUMER));
        Sender sender = tls.sender(lost);
        assertThat(metadata(sender)).isEqualTo(200);

        tls.write("crl", tls.authority.revoking(tls.revoked, lost));

        await().until(() -> metadata(sender) == 495);
        // With a ticket of the session that was agreed before.
        assertThat(metadata(sender)).isEqualTo(495);
        assertThat(metadata(tls.sender(tls.consumer))).isEqualTo(200);
    }

    @Test
    void takesOverAnAuthorityThatComesAndGoes() throws IOException {
        Authority other = new Authority("Other authority");
        Sender sender = tls.sender(other.issue(Authority.client(TlsGateway.CONSUMER)));
        assertThatThrownBy(() -> metadata(sender)).hasCauseInstanceOf(IOException.class);

        tls.write("crl", tls.authority.revoking(tls.revoked) + other.revoking());
        tls.write("ca", tls.authority.own.pem() + other.own.pem());
        await().ignoreExceptionsMatching(IllegalStateException.class::isInstance)
                .until(() -> metadata(sender) == 200);

        tls.write("ca", tls.authority.own.pem());
        await().ignoreExceptionsMatching(IllegalStateException.class::isInstance)
                .until(() -> metadata(sender) == 495);
    }

    /** The gateway says that it sends no more, and reads on (RFC 9112, section 9.6). */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void answersWhoeverWritesAWholeBodyThatNobodyWaitsFor(String version) throws IOException {
        for (Authority.Issued shown : Arrays.asList(tls.consumer, null)) {
            SSLSocket socket = (SSLSocket) tls.context(shown).getSocketFactory().createSocket("127.0.0.1", tls.port());
            socket.setEnabledProtocols(new String[] {version});
            try (Wire wire = new Wire(socket)) {
                Wire.WireAnswer answer = wire
                        .send("POST /B82617/DSTU2/1/Order HTTP/1.1\r\nHost: x\r\nContent-Length: 3900000\r\n\r\n")
                        .send(new byte[3_900_000]).answer();
                assertThat(Refused.of(answer).status()).isEqualTo(shown == null ? 496 : 415);
                assertThat(wire.isClosed()).isTrue();
            }
        }
    }

    private static int metadata(Sender sender) {
        return sender.send("GET", "/B82617/DSTU2/1/metadata", sender.metadataHeaders("B82617"), null).statusCode();
    }

    private String server() throws IOException {
        return session(Protection.SUITES.get(0)).getPeerCertificates()[0].getPublicKey().getAlgorithm();
    }

    private SSLSession session(String... suites) throws IOException {
        try (SSLSocket socket =
                (SSLSocket) tls.context(tls.consumer).getSocketFactory().createSocket("127.0.0.1", tls.port())) {
            socket.setEnabledCipherSuites(suites);
            socket.startHandshake();
            assertThat(Arrays.asList(suites)).contains(socket.getSession().getCipherSuite());
            return socket.getSession();
        }
    }

    /** What the gateway answers to bytes before it closes the connection. */
    private byte[] said(byte[] bytes) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", tls.port())) {
            socket.setSoTimeout((int) Patience.PATIENCE.toMillis());
            socket.getOutputStream().write(bytes);
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            socket.getInputStream().transferTo(said);
            return said.toByteArray();
        }
    }
}
