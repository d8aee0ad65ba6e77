package taskgateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.X509TrustManager;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import taskgateway.testkit.Authority;
import taskgateway.tls.TlsSettings.TlsSide;

/**
 * Files of TLS that cannot be used or do not belong together are refused in a line that names setting and file and says
 * how to mend it; what is out of date is told, and stops nothing.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsMaterialTest {

    private static final Logger LOG = (Logger) LoggerFactory.getLogger("taskgateway.tls");
    private static final String IN = "gateway.tls.";
    private static final String OUT = "gateway.tls.out.";
    private static final String SDS = "gateway.sds.";
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private static final Duration DAY = Duration.ofDays(1);

    private final Authority root = lasting("Root");
    private final Authority between = new Authority("Root").under("Between");
    private final Authority.CertificateRequest server = Authority.server()
            .valid(NOW.minus(DAY), NOW.plus(DAY.multipliedBy(60)));
    private final Authority.Issued own = root.issue(server);
    private final Authority.Issued client =
            root.issue(Authority.client("gateway.example").valid(NOW.minus(DAY), NOW.plus(DAY.multipliedBy(60))));
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();

    @TempDir
    private Path folder;
    private final Map<String, Path> files = new LinkedHashMap<>();

    /** In date for longer than anything is told ahead. */
    private static Authority lasting(String name) {
        return new Authority(name).again(NOW.minus(DAY), NOW.plus(DAY.multipliedBy(90)));
    }

    @BeforeEach
    void writeWhatIsGood() throws IOException {
        files.clear();
        put(IN + "certificate", own.pem());
        put(IN + "key", own.keyPem());
        put(IN + "ca", root.own.pem());
        put(IN + "crl", root.revoking());
        put(OUT + "certificate", client.pem());
        put(OUT + "key", client.keyPem());
        put(OUT + "ca", root.own.pem());
        put(OUT + "crl", root.revoking());
        put(SDS + "certificate", client.pem());
        put(SDS + "key", client.keyPem());
        put(SDS + "trust", root.own.pem());
        put("ca of provider B82617", root.own.pem());
        events.list.clear();
        events.start();
        LOG.addAppender(events);
    }

    @AfterEach
    void stopListening() {
        LOG.detachAppender(events);
    }

    @Test
    void takesWhatIsGoodAndTellsNothing() {
        read().watch();
        assertThat(events.list).isEmpty();
    }

    Stream<Arguments> wrong() {
        String certificate = own.pem();
        String key = own.keyPem();
        Authority other = new Authority("Other");
        Authority.Issued weak = root.issue(server.by("RSA512"));
        Authority.Issued under = between.issue(Authority.server());
        List<Arguments> rows = new ArrayList<>();
        for (String setting
                : List.of(IN + "certificate", IN + "key", IN + "ca", IN + "crl", OUT + "certificate", OUT + "key",
                        OUT + "ca",
                OUT + "crl", SDS + "certificate", SDS + "key", SDS + "trust", "ca of provider B82617")) {
            rows.add(row(setting, "", "is empty"));
            rows.add(row(setting, "rubbish", "is no PEM file: there is no line -----BEGIN "));
            rows.add(row(setting, "0\u0082\u0003rubbish",
                    "is binary (DER or PKCS#12) and not PEM. DER is converted so: openssl "));
            rows.add(row(setting, "-----BEGIN CERTIFICATE-----\nMIIB", "is cut off"));
            rows.add(row(setting, null, "does not exist"));
            rows.add(row(setting, "FOLDER", "is a folder: name the file in it"));
            rows.add(setting.endsWith("key")
                    ? row(setting, certificate, "holds BEGIN CERTIFICATE where a private key belongs")
                    : row(setting, key, "holds BEGIN PRIVATE KEY where a "));
        }
        for (String side : List.of(IN, OUT, SDS)) {
            rows.addAll(List.of(
                    row(side + "certificate", certificate + key, "holds BEGIN PRIVATE KEY where a certificate belongs"),
                    row(side + "certificate", Authority.pem("CERTIFICATE", "rubbish".getBytes()),
                            "is damaged: number 1 in it cannot be read"),
                    row(side + "certificate", Authority.pem("PKCS7", "rubbish".getBytes()),
                            "openssl pkcs7 -print_certs -in "),
                    row(side + "key", root.issue(server).keyPem(), "does not belong to the certificate CN="),
                    row(side + "key", root.issue(server.by("RSA")).keyPem(), "does not belong to the certificate CN="),
                    row(side + "key", key + key, "holds 2 private keys"),
                    row(side + "key", Authority.pem("PRIVATE KEY", "rubbish".getBytes()), "damaged"),
                    row(side + "key", Authority.pem("RSA PRIVATE KEY", "x".getBytes()),
                            "older form (BEGIN RSA PRIVATE KEY). Write it in PKCS#8: openssl pkey"),
                    row(side + "key", Authority.pem("EC PRIVATE KEY", "x".getBytes()),
                            "older form (BEGIN EC PRIVATE KEY). Write it in PKCS#8: openssl pkey"),
                    row(side + "key", Authority.pem("ENCRYPTED PRIVATE KEY", "x".getBytes()),
                            "with a password, which nobody gives at a start"),
                    row(side + "key", Authority.pem("RSA PRIVATE KEY", "x".getBytes())
                            .replaceFirst("\n", "\nProc-Type: 4,ENCRYPTED\n"),
                            "with a password, which nobody gives at a start")));
        }
        for (String authorities : List.of(IN + "ca", OUT + "ca", SDS + "trust", "ca of provider B82617")) {
            rows.add(row(authorities, certificate, "holds the certificate CN=server, which is no authority's"));
            rows.add(row(authorities, root.own.pem() + certificate,
                    "holds the certificate CN=server, which is no authority's"));
            rows.add(row(authorities, Authority.selfSigned(Authority.server().by("RSA512")).pem(),
                    authorities.equals(IN + "ca") ? "is no authority's"
                            : "RSA of 512 bits, and Java takes 1024 at least"));
        }
        rows.addAll(List.of(
                row(IN + "ca", Authority.selfSigned(Authority.server()).pem(), "is no authority's"),
                row(IN + "crl", other.revoking(), "holds no revocation list of an authority in the file ",
                        "but of CN=Other: fetch the list of CN=Root"),
                row(IN + "crl", new Authority("Root").revoking(), "is not signed by the authority it names, CN=Root"),
                row(OUT + "crl", other.revoking(), "holds no revocation list of an authority in the file "),
                row(OUT + "crl", root.revoking() + new Authority("Root").revoking(),
                        "is not signed by the authority it names, CN=Root"),
                row(OUT + "crl", certificate,
                        "holds BEGIN CERTIFICATE where a revocation list belongs (BEGIN X509 CRL)"),
                row("ca of provider B82617", other.own.pem(), "no revocation list of an authority", OUT + "crl",
                        "fetch the list of CN=Other"),
                rows(IN, root.issue(Authority.client("localhost")), "is not made for a TLS server (serverAuth)"),
                rows(OUT, root.issue(Authority.server()), "is not made for a TLS client (clientAuth)"),
                rows(SDS, root.issue(Authority.server()), "is not made for a TLS client (clientAuth)"),
                rows(IN, weak, "RSA of 512 bits, and Java takes 1024 at least"),
                rows(OUT, root.issue(Authority.client("x").by("RSA512")),
                        "RSA of 512 bits, and Java takes 1024 at least"),
                rows(IN, root.issue(
                        server.named("other.example", new GeneralName(GeneralName.dNSName, "other.example"))),
                        "is not for localhost, the host of gateway.base (environment variable GATEWAY_BASE), but for"
                        + " other.example"),
                Arguments.of(IN + "certificate",
                        Map.of(IN + "certificate", between.own.pem() + under.pem(), IN + "key", under.keyPem()),
                        new String[] {
                                "is in the wrong order: the certificate of the key is number 2 in it and comes first"}),
                Arguments.of(IN + "certificate", Map.of(IN + "certificate", own.pem() + between.own.pem()),
                        new String[] {"is in the wrong order or has a gap: number 2 in it, CN=Between, has not issued"
                        + " number 1, which CN=Root has"})));
        return rows.stream();
    }

    private static Arguments row(String setting, String content, String... words) {
        Map<String, String> contents = new HashMap<>();
        contents.put(setting, content);
        return Arguments.of(setting, contents, words);
    }

    private static Arguments rows(String side, Authority.Issued issued, String... words) {
        return Arguments.of(side + "certificate",
                Map.of(side + "certificate", issued.pem(), side + "key", issued.keyPem()), words);
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void refusesInOneLineWithSettingFileAndHowToMendIt(String setting, Map<String, String> contents, String[] words)
            throws IOException {
        for (Map.Entry<String, String> entry : contents.entrySet()) {
            put(entry.getKey(), entry.getValue());
        }
        assertThatThrownBy(this::read).isInstanceOf(IllegalArgumentException.class).satisfies(fault -> {
            assertThat(fault.getMessage()).contains(words).hasLineCount(1).doesNotContain("MIIB");
            assertThat(fault.getMessage()).contains(files.get(setting).toString());
            if (setting.startsWith("gateway.")) {
                assertThat(fault.getMessage()).startsWith("setting " + setting + " (environment variable "
                        + setting.toUpperCase(Locale.ROOT).replace('.', '_') + "): the file " + files.get(setting));
            } else {
                assertThat(fault.getMessage()).contains("ca of provider B82617 in gateway.directory");
            }
        });
    }

    /** A provider's or directory's own self-signed certificate can be trusted, as its server shows the very same. */
    @Test
    void takesAServersSelfSignedCertificateForServersAlone() throws IOException {
        put(SDS + "trust", Authority.selfSigned(server).pem());
        assertThatCode(this::read).doesNotThrowAnyException();
    }

    /** Of an authority that is out of date, as of any that is trusted, Java asks no more (RFC 5280, section 6.1). */
    @Test
    void goesOnCallingServersOfAnAuthorityThatIsOutOfDate() throws Exception {
        put(OUT + "ca", root.again(NOW.minus(DAY), NOW.minusSeconds(60)).own.pem());
        X509TrustManager trust = (X509TrustManager) read().client().trust()[0];
        assertThatCode(() -> trust.checkServerTrusted(new X509Certificate[] {own.certificate()}, "ECDHE_ECDSA"))
                .doesNotThrowAnyException();
        put(OUT + "crl", root.revoking(NOW.minusSeconds(3600)));
        X509TrustManager late = (X509TrustManager) read().client().trust()[0];
        assertThatThrownBy(() -> late.checkServerTrusted(new X509Certificate[] {own.certificate()}, "ECDHE_ECDSA"))
                .isInstanceOf(CertificateException.class);
    }

    /** Its list cannot be told from that of a stranger, as only callers send its certificate. */
    @Test
    void takesTheListOfAnAuthorityBetween() throws IOException {
        put(IN + "crl", root.revoking() + root.under("Issuing").revoking());
        assertThatCode(this::read).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "gateway.example,     gateway.example,   true",
        "GATEWAY.example,     Gateway.Example,   true",
        "gateway.example,     *.example,         false",
        "a.gateway.example,   *.gateway.example, true",
        "b.a.gateway.example, *.gateway.example, false",
        "gateway.example,     *.gateway.example, false",
        "gateway.example,     g*.gateway.example, false",
        "10.0.0.1,            10.0.0.1,          false",
    })
    void aNameCoversAHostAsClientsSeeIt(String host, String name, boolean covers) throws IOException {
        certificateFor(new GeneralName(GeneralName.dNSName, name));
        assertThat(isTakenFor(host)).isEqualTo(covers);
    }

    @Test
    void anAddressCoversAHostThatIsOneAndACommonNameWhereThereIsNoOther() throws IOException {
        certificateFor(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
        assertThat(isTakenFor("127.0.0.1")).isTrue();
        assertThat(isTakenFor("127.0.0.2")).isFalse();
        assertThat(isTakenFor("server")).isTrue();
        certificateFor(new GeneralName(GeneralName.iPAddress, "::1"));
        assertThat(isTakenFor("[::1]")).isTrue();
        assertThat(isTakenFor("[0:0:0:0:0:0:0:1]")).isTrue();
        assertThat(isTakenFor("[::2]")).isFalse();
    }

    Stream<Arguments> outOfDate() {
        Instant past = NOW.minusSeconds(60);
        Instant soon = NOW.plus(DAY.multipliedBy(20));
        Instant later = NOW.plus(DAY.multipliedBy(2));
        String late = root.revoking(past);
        return Stream.of(
                rows(IN, root.issue(server.valid(NOW.minus(DAY), past)),
                        "the certificate CN=server is out of date since " + past + ": callers refuse it"),
                rows(IN, root.issue(server.valid(later, soon)),
                        "the certificate CN=server is not valid before " + later + ": callers refuse it"),
                rows(IN, root.issue(server.valid(NOW.minus(DAY), soon)),
                        "is out of date after " + soon + ": replace it before, for then callers refuse it"),
                rows(OUT, root.issue(Authority.client("x").valid(NOW.minus(DAY), past)),
                        "is out of date since " + past + ": servers refuse it"),
                rows(SDS, root.issue(Authority.client("x").valid(NOW.minus(DAY), past)),
                        "is out of date since " + past + ": servers refuse it"),
                row(IN + "crl", late, "the revocation list of CN=Root is out of date since " + past
                        + ": callers of this authority are refused until there is a newer one"),
                row(IN + "crl", root.revoking(NOW.plus(DAY.multipliedBy(5))),
                        "the revocation list of CN=Root is not valid before " + NOW.plus(DAY.multipliedBy(3))),
                row(OUT + "crl", late, "is out of date since " + past
                        + ": servers of this authority are refused until there is a newer one"),
                row(IN + "ca", root.again(NOW.minus(DAY), past).own.pem(),
                        "the authority CN=Root is out of date since " + past
                        + ": callers of this authority are refused"),
                row(IN + "ca", root.own.pem() + lasting("Another").own.pem(), IN + "crl",
                        "there is no revocation list of CN=Another: callers of this authority are refused"),
                row(SDS + "trust", root.again(NOW.minus(DAY), past).own.pem(),
                        "the authority CN=Root is out of date since " + past));
    }

    @ParameterizedTest
    @MethodSource("outOfDate")
    void tellsWhatIsOutOfDateInOneLineAndStopsNothing(String setting, Map<String, String> contents, String[] words)
            throws IOException {
        for (Map.Entry<String, String> entry : contents.entrySet()) {
            put(entry.getKey(), entry.getValue());
        }
        try (Tls tls = read()) {
            tls.watch();
            // The lists of the out side are also those of the provider's authority: each is told for itself.
            assertThat(events.list.stream().map(ILoggingEvent::getFormattedMessage).distinct()).singleElement()
                    .asString()
                    .startsWith("setting gateway.").contains("(environment variable GATEWAY_").contains(words);
        }
    }

    @Test
    void tellsWhereTheCertificateOfTheFhirPortIsShownToServersAndNotMadeForThat() throws IOException {
        for (String name : List.of("certificate", "key", "ca", "crl")) {
            files.remove(OUT + name);
        }
        put(IN + "crl", root.revoking(NOW.minusSeconds(60)));
        read().watch();
        assertThat(events.list.stream().map(ILoggingEvent::getFormattedMessage).distinct()).hasSize(3)
                .anyMatch(line ->
                        line.contains("is not made for a TLS client (clientAuth): a provider or broker that asks"))
                .anyMatch(line -> line.contains("callers and servers of this authority are refused until"));
    }

    @Test
    void measuresWhenEachFileIsOutOfDate() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        read().bindTo(meters);
        Map<String, Double> ends = new HashMap<>();
        meters.get("taskgateway.tls.expires").gauges()
                .forEach(gauge -> ends.put(gauge.getId().getTag("setting"), gauge.value()));
        double month = NOW.plus(DAY.multipliedBy(60)).getEpochSecond();
        assertThat(ends).containsEntry(IN + "certificate", month).containsEntry(OUT + "certificate", month)
                .containsEntry(SDS + "certificate", month)
                .containsEntry(IN + "ca", (double) NOW.plus(DAY.multipliedBy(90)).getEpochSecond())
                .containsKeys(OUT + "ca", SDS + "trust", "ca of provider B82617 in gateway.directory")
                .hasSize(9);
        assertThat(ends.get(IN + "crl"))
                .isBetween((double) NOW.getEpochSecond(), (double) NOW.plus(DAY.multipliedBy(2)).getEpochSecond());
    }

    private void certificateFor(GeneralName name) throws IOException {
        Authority.Issued issued = root.issue(server.named("server", name));
        put(IN + "certificate", issued.pem());
        put(IN + "key", issued.keyPem());
    }

    private boolean isTakenFor(String host) {
        try {
            read(host).close();
            return true;
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("is not for " + host);
            return false;
        }
    }

    private void put(String setting, String content) throws IOException {
        Path file = folder.resolve(setting.replace(' ', '-') + "-" + files.size());
        files.put(setting, file);
        Files.deleteIfExists(file);
        if ("FOLDER".equals(content)) {
            Files.createDirectory(file);
        } else if (content != null) {
            Files.write(file, content.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private Tls read() {
        return read("localhost");
    }

    /** As the gateway does at its start. */
    private Tls read(String host) {
        Tls tls = new Tls(new TlsSettings(side(IN, "ca"), side(OUT, "ca"), Set.of(), DAY), Optional.of(host));
        tls.client(side(SDS, "trust"));
        tls.client("B82617", files.get("ca of provider B82617").toString());
        return tls;
    }

    private TlsSide side(String prefix, String ca) {
        return new TlsSide(file(prefix + "certificate"), file(prefix + "key"), file(prefix + ca), file(prefix + "crl"));
    }

    private Optional<PemFile> file(String setting) {
        return Optional.ofNullable(files.get(setting)).map(path -> new PemFile(setting, path));
    }
}
