package taskgateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.testkit.Authority;
import taskgateway.testkit.Records;
import taskgateway.testkit.Refused;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;
import taskgateway.testkit.TlsGateway;
import taskgateway.testkit.Wire;

/**
 * Who gets in over mutual TLS, and what the others are told (specification, section 10). The gateway stands as the
 * proxy.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Slow
class MutualTlsTest {

    private static final Instant NOW = Instant.now();
    private static final Duration DAY = Duration.ofDays(1);

    private TlsGateway tls;

    @BeforeAll
    void start() throws Exception {
        tls = new TlsGateway(new Authority("Test authority"), Map.of());
    }

    @AfterAll
    void stop() throws IOException {
        tls.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"A20047", "B82617"})
    void takesATaskFromAConsumerWithItsCertificate(String ods) {
        Sender sender = tls.sender(tls.consumer);

        HttpResponse<String> answer = sender.create(ods, sender.createHeaders(ods), Sender.json());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Location").orElseThrow())
                .startsWith(tls.gateway.base() + "/" + ods + "/DSTU2/1/Order/");
        assertThat(answer.headers().firstValue("Strict-Transport-Security")).hasValue("max-age=31536000");
        assertThat(answer.body()).contains(tls.gateway.base() + "/" + ods + "/DSTU2/1/Patient/1");
    }

    @Test
    void takesATaskAsAForwardProxyForHttpsUrls() {
        Sender sender = tls.sender(tls.consumer);
        String root = "https://127.0.0.1:" + tls.port() + "/B82617/DSTU2/1";

        HttpResponse<String> answer =
                sender.send("POST", "/" + root + "/Order", sender.createHeaders("B82617"), Sender.json());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Location").orElseThrow()).startsWith(root + "/Order/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "xml"})
    void refusesWithoutACertificateInTheCallersFormat(String format) throws SQLException {
        Map<String, String> headers = tls.sender(tls.consumer).createHeaders("B82617");
        headers.put("Accept", "application/" + format + "+fhir");

        HttpResponse<String> answer = tls.sender(null).create("B82617", headers, Sender.json());

        Refused refused = Refused.of(answer);
        assertThat(refused.status()).isEqualTo(496);
        assertThat(refused.format()).hasToString(format);
        assertThat(refused.issues()).containsExactly("BAD_REQUEST");
        assertThat(refused.outcome().getIssueFirstRep().getCode()).isEqualTo("login");
        assertThat(answer.headers().firstValue("Strict-Transport-Security")).isPresent();
        assertThat(answer.headers().firstValue("Ssp-TraceID")).hasValue(headers.get("Ssp-TraceID"));
        assertAudited(headers, 496);
    }

    Stream<Arguments> unsuitable() {
        Authority.CertificateRequest good = Authority.client(TlsGateway.CONSUMER);
        return Stream.of(
                Arguments.of("expired", tls.authority.issue(good.valid(NOW.minus(DAY), NOW.minusSeconds(60)))),
                Arguments.of("expired",
                        tls.authority.issue(
                                good.valid(NOW.minus(DAY.multipliedBy(900)), NOW.minus(DAY.multipliedBy(800))))),
                Arguments.of("not valid yet", tls.authority.issue(good.valid(NOW.plusSeconds(3600), NOW.plus(DAY)))),
                Arguments.of("revoked", tls.revoked),
                Arguments.of("not made for a TLS client", tls.authority.issue(Authority.server()
                        .named("x", new GeneralName(GeneralName.dNSName, TlsGateway.CONSUMER)))),
                Arguments.of("does not name the FQDN", tls.authority.issue(Authority.client("other.example"))),
                Arguments.of("does not name the FQDN",
                        tls.authority.issue(Authority.client("*.gp-super-clinic.example"))),
                Arguments.of("does not name the FQDN", tls.authority.issue(good.named(TlsGateway.CONSUMER,
                        new GeneralName(GeneralName.dNSName, "other.example")))),
                Arguments.of("does not name the FQDN", tls.authority.issue(good.named("x",
                        new GeneralName(GeneralName.uniformResourceIdentifier, TlsGateway.CONSUMER)))));
    }

    @ParameterizedTest
    @MethodSource("unsuitable")
    void refusesAnUnsuitableCertificateAndSaysWhy(String why, Authority.Issued certificate) throws SQLException {
        Sender sender = tls.sender(certificate);
        Map<String, String> headers = sender.createHeaders("B82617");

        HttpResponse<String> answer = sender.create("B82617", headers, Sender.json());

        Refused refused = Refused.of(answer);
        assertThat(refused.status()).isEqualTo(495);
        assertThat(refused.diagnostics()).contains(why);
        assertThat(refused.issues()).containsOnly("BAD_REQUEST");
        assertThat(refused.outcome().getIssueFirstRep().getCode()).isEqualTo("security");
        assertThat(answer.headers().firstValue("Strict-Transport-Security")).isPresent();
        assertAudited(headers, 495);
    }

    @Test
    void tellsEveryFaultOfACertificateAtOnce() {
        Sender sender = tls.sender(
                tls.authority.issue(Authority.client("other.example").valid(NOW.minus(DAY), NOW.minusSeconds(60))));

        Refused refused = Refused.of(sender.create("B82617", sender.createHeaders("B82617"), Sender.json()));

        assertThat(refused.status()).isEqualTo(495);
        assertThat(refused.issues()).hasSize(2);
        assertThat(refused.diagnostics()).contains("has expired").contains("does not name the FQDN");
    }

    @Test
    void takesTheCommonNameWhereACertificateHasNoOther() {
        Sender sender = tls.sender(tls.authority.issue(Authority.client("x").named(TlsGateway.CONSUMER)));

        assertThat(sender.create("B82617", sender.createHeaders("B82617"), Sender.json()).statusCode()).isEqualTo(201);
    }

    Stream<Authority.Issued> unknown() {
        return Stream.of(new Authority("Test authority").issue(Authority.client(TlsGateway.CONSUMER)),
                Authority.selfSigned(Authority.client(TlsGateway.CONSUMER)), tls.authority.own);
    }

    @ParameterizedTest
    @MethodSource("unknown")
    void refusesCertificatesOfUnknownAuthoritiesInTheHandshake(Authority.Issued certificate) {
        Sender sender = tls.sender(certificate);

        assertThatThrownBy(() -> sender.create("B82617", sender.createHeaders("B82617"), Sender.json()))
                .hasCauseInstanceOf(IOException.class).hasStackTraceContaining("alert");
    }

    @Test
    void anAsidWithoutAnFqdnHasNoCertificate() {
        Sender sender = tls.sender(tls.consumer, "200000000360");

        Refused refused = Refused.of(sender.create("B82617", sender.createHeaders("B82617"), Sender.json()));

        assertThat(refused.status()).isEqualTo(495);
        assertThat(refused.diagnostics()).contains("No FQDN is registered");
    }

    /** Whoever has a good certificate but names no known ASID is refused for that, in layer 4. */
    @Test
    void anAsidThatIsNotKnownOrMissingIsRefusedAsEver() {
        Sender sender = tls.sender(tls.consumer);
        Map<String, String> headers = sender.createHeaders("B82617");
        headers.put("Ssp-From", "200000000999");
        assertThat(sender.create("B82617", headers, Sender.json()).statusCode()).isEqualTo(403);
        headers.remove("Ssp-From");
        assertThat(Refused.of(sender.create("B82617", headers, Sender.json())).status()).isEqualTo(400);
    }

    @Test
    void whatIsForAnybodyToReadIsForAnybodyWithACertificate() {
        String path = "/B82617/DSTU2/1/StructureDefinition/gpconnect-task-order-1";

        assertThat(tls.sender(tls.consumer).send("GET", path, Map.of(), null).statusCode()).isEqualTo(200);
        assertThat(tls.sender(null).send("GET", path, Map.of(), null).statusCode()).isEqualTo(496);
        assertThat(tls.sender(tls.revoked).send("GET", path, Map.of(), null).statusCode()).isEqualTo(495);
    }

    @Test
    void refusesBeforeItReadsABody() throws IOException {
        try (Wire wire = new Wire(tls.context(null).getSocketFactory().createSocket("127.0.0.1", tls.port()))) {
            wire.send("POST /B82617/DSTU2/1/Order HTTP/1.1\r\nHost: x\r\nContent-Length: 4000000\r\n\r\n");

            assertThat(Refused.of(wire.answer()).status()).isEqualTo(496);
        }
    }

    @ParameterizedTest
    @ValueSource(strings =
            {"GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", "hello\r\n\r\n", "PATCH / HTTP/1.1\r\nHost: x\r\n\r\n"})
    void everyFaultIsAnsweredWithTheHeadersOfTls(String request) throws IOException {
        try (Wire wire = new Wire(tls.context(tls.consumer).getSocketFactory().createSocket("127.0.0.1", tls.port()))) {
            Wire.WireAnswer answer = wire.send(request).answer();

            assertThat(Refused.of(answer).status()).isIn(400, 405);
            assertThat(answer.header("Strict-Transport-Security")).isEqualTo("max-age=31536000");
        }
    }

    private void assertAudited(Map<String, String> headers, int status) throws SQLException {
        assertThat(new Records(tls.gateway).audit(headers.get("Ssp-TraceID"))).containsEntry("status", status)
                .containsEntry("from_asid", headers.get("Ssp-From")).containsEntry("outcome", "BAD_REQUEST");
    }
}
