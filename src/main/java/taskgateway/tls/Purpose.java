package taskgateway.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;

/** For what a certificate is made (RFC 5280, sections 4.2.1.3 and 4.2.1.12). */
enum Purpose {

    SERVER("1.3.6.1.5.5.7.3.1", "a TLS server (serverAuth)"),
    CLIENT("1.3.6.1.5.5.7.3.2", "a TLS client (clientAuth)");

    private static final String ANY = "2.5.29.37.0";
    private static final int DIGITAL_SIGNATURE = 0;

    private final String id;
    private final String words;

    Purpose(String id, String words) {
        this.id = id;
        this.words = words;
    }

    String words() {
        return words;
    }

    /** Whether the certificate is made for this; one that names no purposes is made for all. */
    boolean suits(X509Certificate certificate) throws CertificateParsingException {
        List<String> purposes = certificate.getExtendedKeyUsage();
        boolean[] usage = certificate.getKeyUsage();
        return (purposes == null || purposes.contains(id) || purposes.contains(ANY))
                && (usage == null || usage[DIGITAL_SIGNATURE]);
    }
}
