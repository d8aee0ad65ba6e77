package taskgateway.testkit;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority for tests: it issues good certificates and bad ones, and revokes them. */
public final class Authority {

    private static final AtomicLong SERIAL = new AtomicLong(1);
    private static final Duration DAY = Duration.ofDays(1);

    /** What a certificate says of its holder; a null name or purpose is left out. */
    public record CertificateRequest(String algorithm, String commonName, List<GeneralName> names, KeyPurposeId purpose,
            boolean authority, Instant from, Instant to) {

        public CertificateRequest valid(Instant start, Instant end) {
            return new CertificateRequest(algorithm, commonName, names, purpose, authority, start, end);
        }

        public CertificateRequest named(String common, GeneralName... alternative) {
            return new CertificateRequest(algorithm, common, List.of(alternative), purpose, authority, from, to);
        }

        /** For a client, too. */
        public CertificateRequest bothWays() {
            return new CertificateRequest(algorithm, commonName, names, null, authority, from, to);
        }

        public CertificateRequest by(String keys) {
            return new CertificateRequest(keys, commonName, names, purpose, authority, from, to);
        }
    }

    /** A certificate with its private key, and what stands between it and the root. */
    public record Issued(X509Certificate certificate, KeyPair keys, List<X509Certificate> between) {

        public String pem() {
            StringBuilder chain = new StringBuilder(Authority.pem("CERTIFICATE", encoded(certificate)));
            between.forEach(issuer -> chain.append(Authority.pem("CERTIFICATE", encoded(issuer))));
            return chain.toString();
        }

        public String keyPem() {
            return Authority.pem("PRIVATE KEY", keys.getPrivate().getEncoded());
        }
    }

    public final Issued own;

    /** A root. */
    public Authority(String name) {
        KeyPair keys = keys("EC");
        CertificateRequest self = request(name, null).named(name);
        own = new Issued(signed(new CertificateRequest("EC", name, List.of(), null, true, self.from(), self.to()), keys,
                new X500Name("CN=" + name), keys), keys, List.of());
    }

    public Authority(Issued own) {
        this.own = own;
    }

    /** The same authority, of the same name and key, with a certificate of another time. */
    public Authority again(Instant start, Instant end) {
        X500Name name = subject();
        String common = name.getRDNs()[0].getFirst().getValue().toString();
        return new Authority(new Issued(signed(new CertificateRequest("EC", common, List.of(), null, true, start, end),
                own.keys(), name, own.keys()), own.keys(), List.of()));
    }

    /** An authority under this one. */
    public Authority under(String name) {
        CertificateRequest request = new CertificateRequest("EC", name, List.of(), null, true, Instant.now().minus(DAY),
                Instant.now().plus(DAY));
        KeyPair keys = keys("EC");
        return new Authority(new Issued(signed(request, keys, subject(), own.keys()), keys, List.of()));
    }

    /** For a server on this machine. */
    public static CertificateRequest server() {
        return request("server", KeyPurposeId.id_kp_serverAuth)
                .named("server", new GeneralName(GeneralName.dNSName, "localhost"),
                new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
    }

    /** For a client of this FQDN. */
    public static CertificateRequest client(String fqdn) {
        return request("some system", KeyPurposeId.id_kp_clientAuth)
                .named("some system", new GeneralName(GeneralName.dNSName, fqdn));
    }

    private static CertificateRequest request(String commonName, KeyPurposeId purpose) {
        return new CertificateRequest("EC", commonName, List.of(), purpose, false, Instant.now().minus(DAY),
                Instant.now().plus(DAY));
    }

    public Issued issue(CertificateRequest request) {
        KeyPair keys = keys(request.algorithm());
        boolean root = own.certificate().getIssuerX500Principal().equals(own.certificate().getSubjectX500Principal());
        return new Issued(signed(request, keys, subject(), own.keys()), keys,
                root ? List.of() : List.of(own.certificate()));
    }

    /** A certificate that its holder has signed. */
    public static Issued selfSigned(CertificateRequest request) {
        KeyPair keys = keys(request.algorithm());
        return new Issued(signed(request, keys, new X500Name("CN=" + request.commonName()), keys), keys, List.of());
    }

    /** The list of what is revoked, in date for a day. */
    public String revoking(Issued... revoked) {
        return revoking(Instant.now().plus(DAY), revoked);
    }

    public String revoking(Instant next, Issued... revoked) {
        JcaX509v2CRLBuilder list =
                new JcaX509v2CRLBuilder(own.certificate(), Date.from(next.minus(DAY.multipliedBy(2))));
        list.setNextUpdate(Date.from(next));
        for (Issued issued : revoked) {
            list.addCRLEntry(issued.certificate().getSerialNumber(), Date.from(Instant.now().minusSeconds(60)),
                    CRLReason.keyCompromise);
        }
        try {
            return pem("X509 CRL", list.build(signer(own.keys())).getEncoded());
        } catch (OperatorCreationException | java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private X500Name subject() {
        return X500Name.getInstance(own.certificate().getSubjectX500Principal().getEncoded());
    }

    private static X509Certificate signed(CertificateRequest request, KeyPair keys, X500Name issuer, KeyPair by) {
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(issuer,
                    BigInteger.valueOf(SERIAL.getAndIncrement()), Date.from(request.from()), Date.from(request.to()),
                    new X500Name("CN=" + request.commonName()), keys.getPublic());
            extend(builder, request);
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer(by)));
        } catch (OperatorCreationException | CertIOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void extend(JcaX509v3CertificateBuilder builder, CertificateRequest request) throws CertIOException {
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(request.authority()));
        if (!request.names().isEmpty()) {
            builder.addExtension(Extension.subjectAlternativeName, false,
                    new GeneralNames(request.names().toArray(GeneralName[]::new)));
        }
        if (request.purpose() != null) {
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(request.purpose()));
        }
    }

    private static ContentSigner signer(KeyPair keys) throws OperatorCreationException {
        return new JcaContentSignerBuilder(keys.getPrivate().getAlgorithm().equals("RSA") ? "SHA256withRSA"
                : "SHA256withECDSA")
                .build(keys.getPrivate());
    }

    /** By RSA, RSA with a number of bits behind it, or EC. */
    private static KeyPair keys(String algorithm) {
        try {
            KeyPairGenerator generator =
                    KeyPairGenerator.getInstance(algorithm.substring(0, algorithm.startsWith("RSA") ? 3 : 2));
            if (algorithm.startsWith("RSA")) {
                generator.initialize(algorithm.equals("RSA") ? 2048 : Integer.parseInt(algorithm.substring(3)));
            } else {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String pem(String what, byte[] content) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
                + "\n-----END " + what + "-----\n";
    }
}
