package taskgateway.tls;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what PEM files hold. */
final class Pem {

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private Pem() {
    }

    /** Every certificate, in order; at least one. */
    static List<X509Certificate> certificates(byte[] pem) throws GeneralSecurityException {
        List<X509Certificate> certificates = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem)).stream().map(X509Certificate.class::cast).toList();
        if (certificates.isEmpty()) {
            throw new GeneralSecurityException("there is no certificate");
        }
        return certificates;
    }

    /** Every revocation list; at least one. */
    static List<X509CRL> revocationLists(byte[] pem) throws GeneralSecurityException {
        List<X509CRL> lists = CertificateFactory.getInstance("X.509")
                .generateCRLs(new ByteArrayInputStream(pem)).stream().map(X509CRL.class::cast).toList();
        if (lists.isEmpty()) {
            throw new GeneralSecurityException("there is no revocation list");
        }
        return lists;
    }

    /** The private key, RSA or EC. */
    static PrivateKey key(byte[] pem) throws GeneralSecurityException {
        Matcher key = KEY.matcher(new String(pem, StandardCharsets.US_ASCII));
        if (key.find()) {
            PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(key.group(1)));
            for (String algorithm : List.of("RSA", "EC")) {
                try {
                    return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
                } catch (InvalidKeySpecException e) {
                    continue;
                }
            }
        }
        throw new GeneralSecurityException("there is no RSA or EC key in PKCS#8 without a password (BEGIN PRIVATE KEY)");
    }
}
