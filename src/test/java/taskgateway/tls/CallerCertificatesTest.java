package taskgateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskgateway.rules.Finding;
import taskgateway.rules.Rule;
import taskgateway.testkit.Authority;
import taskgateway.tls.TlsSettings.TlsSide;

/** The verdict on a caller's certificate where the Spine Security Proxy calls, and on chains and revocation lists. */
class CallerCertificatesTest {

    private static final List<String> NO_HEADER = List.of();

    private final Authority root = new Authority("Root");

    @TempDir
    private Path folder;
    private String trusted = root.own.pem();

    @Test
    void expectsTheNameOfTheSecurityProxyWhateverTheHeadersSay() throws IOException {
        assertThat(faults(null, root.issue(Authority.client("SSP.example")), NO_HEADER)).isEmpty();
        assertThat(faults(null, root.issue(Authority.client("ssp2.example")), List.of("1", "2"))).isEmpty();
        assertThat(faults(null, root.issue(Authority.client("consumer.example")), List.of("200000000359")))
                .extracting(Finding::rule).containsExactly(Rule.CLIENT_CERTIFICATE_NAME);
        assertThat(faults(null,
                root.issue(Authority.client("x")
                        .named("ssp.example", new GeneralName(GeneralName.iPAddress, "10.0.0.1"))),
                NO_HEADER)).isEmpty();
    }

    @Test
    void followsAChainOverAuthoritiesBetween() throws IOException {
        Authority between = root.under("Between");
        Authority.Issued caller = between.issue(Authority.client("ssp.example"));
        assertThat(faults(null, caller, NO_HEADER)).isEmpty();
        assertThat(faults(root.revoking() + between.revoking(), caller, NO_HEADER)).isEmpty();
        assertThat(faults(root.revoking() + between.revoking(caller), caller, NO_HEADER)).singleElement()
                .satisfies(fault -> assertThat(fault.diagnostics())
                        .isEqualTo("The client certificate has been revoked."));
        assertThat(faults(root.revoking(between.own) + between.revoking(), caller, NO_HEADER)).singleElement()
                .satisfies(fault -> assertThat(fault.diagnostics())
                        .isEqualTo("An issuer of the client certificate has been revoked."));
    }

    /** A list that is missing or out of date hides what has been revoked: nobody is let in on that. */
    @Test
    void refusesWhereTheRevocationListIsMissingOrOutOfDate() throws IOException {
        Authority between = root.under("Between");
        Authority.Issued caller = root.issue(Authority.client("ssp.example"));
        Authority.Issued caller2 = between.issue(Authority.client("ssp.example"));
        String old = root.revoking(Instant.now().minus(Duration.ofDays(1)));
        assertThat(faults(old, caller, NO_HEADER)).singleElement().satisfies(CallerCertificatesTest::mayBeRevoked);
        for (String list
                : List.of("", between.revoking(Instant.now().minus(Duration.ofDays(1))),
                        new Authority("Between").revoking())) {
            assertThat(faults(root.revoking() + list, caller2, NO_HEADER)).singleElement()
                    .satisfies(CallerCertificatesTest::mayBeRevoked);
            assertThat(faults(root.revoking() + list, caller, NO_HEADER)).isEmpty();
        }
        assertThat(faults(old + root.revoking(), caller, NO_HEADER)).isEmpty();
    }

    private static void mayBeRevoked(Finding fault) {
        assertThat(fault.rule()).isEqualTo(Rule.CLIENT_CERTIFICATE_UNSUITABLE);
        assertThat(fault.diagnostics()).contains("may have been revoked");
    }

    /** It vouches for nobody, unless the same authority has a newer certificate. */
    @Test
    void refusesCallersOfAnAuthorityThatIsOutOfDateAndNoOthers() throws IOException {
        Instant now = Instant.now();
        Authority expired = root.again(now.minus(Duration.ofDays(2)), now.minusSeconds(60));
        Authority other = new Authority("Other");
        Authority.Issued caller = root.issue(Authority.client("ssp.example"));
        trusted = expired.own.pem() + other.own.pem();
        assertThat(faults(null, caller, NO_HEADER)).singleElement().satisfies(fault -> {
            assertThat(fault.rule()).isEqualTo(Rule.CLIENT_CERTIFICATE_UNSUITABLE);
            assertThat(fault.diagnostics())
                    .isEqualTo("The authority that issued the client certificate is out of date.");
        });
        assertThat(faults(null, other.issue(Authority.client("ssp.example")), NO_HEADER)).isEmpty();
        trusted = expired.own.pem();
        assertThat(faults(null, caller, NO_HEADER)).hasSize(1);
        trusted = expired.own.pem() + root.own.pem();
        assertThat(faults(null, caller, NO_HEADER)).isEmpty();
    }

    @Test
    void letsNoChainThroughTheHandshakeThatEndsElsewhere() throws IOException {
        ServerTls tls = tls(null);
        for (Authority.Issued stranger : List.of(new Authority("Root").issue(Authority.client("ssp.example")),
                new Authority("Root").under("Between").issue(Authority.client("ssp.example")), root.own,
                Authority.selfSigned(Authority.client("ssp.example")))) {
            assertThatThrownBy(() -> tls.trust().checkClientTrusted(chain(stranger), "EC"))
                    .isInstanceOf(CertificateException.class);
        }
        // A certificate that is no authority's signs nothing.
        Authority.Issued caller = root.issue(Authority.client("ssp.example"));
        Authority forger = new Authority(caller);
        assertThatThrownBy(() -> tls.trust()
                .checkClientTrusted(chain(forger.issue(Authority.client("ssp.example"))), "EC"))
                .isInstanceOf(CertificateException.class);
    }

    private List<Finding> faults(String lists, Authority.Issued caller, List<String> sspFrom) throws IOException {
        return tls(lists).callers().faults(chain(caller), sspFrom);
    }

    private static X509Certificate[] chain(Authority.Issued caller) {
        List<Certificate> chain = new ArrayList<>(List.of(caller.certificate()));
        chain.addAll(caller.between());
        return chain.toArray(X509Certificate[]::new);
    }

    private ServerTls tls(String lists) throws IOException {
        Authority.Issued own = root.issue(Authority.server());
        try (Tls tls = new Tls(settings(own.pem(), own.keyPem(), lists), Optional.of("localhost"))) {
            return tls.server(asid -> Optional.empty()).orElseThrow();
        }
    }

    private TlsSettings settings(String certificate, String key, String lists) throws IOException {
        TlsSide in = new TlsSide(file("certificate", certificate), file("key", key), file("ca", trusted),
                file("crl", lists));
        TlsSide out = new TlsSide(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        return new TlsSettings(in, out, Set.of("ssp.example", "ssp2.example"), Duration.ofDays(1));
    }

    private Optional<PemFile> file(String name, String pem) throws IOException {
        return pem == null ? Optional.empty()
                : Optional.of(new PemFile("gateway.tls." + name, Files.writeString(folder.resolve(name), pem)));
    }
}
