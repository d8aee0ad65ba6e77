package taskgateway.sds;

import com.unboundid.util.ssl.PEMFileKeyManager;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS to the directory, from PEM files. */
final class Tls {

    /** Of a key store that never leaves this class. */
    private static final char[] NO_PASSWORD = {};

    private Tls() {
    }

    /**
     * @throws IllegalArgumentException naming the setting whose file cannot be used
     */
    static SSLContext context(SdsSettings settings) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(settings.trust().isEmpty() ? null : authorities(Path.of(settings.trust())));
            context.init(keys(settings), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java's TLS cannot be used", e);
        }
    }

    private static KeyManager[] keys(SdsSettings settings) {
        if (settings.certificate().isEmpty()) {
            return null;
        }
        try {
            PEMFileKeyManager pem = new PEMFileKeyManager(new File(settings.certificate()), new File(settings.key()));
            String alias = pem.getClientAliases(null, null)[0];
            // By way of a key store, as Java's HTTP client asks such a key manager alone as Java makes.
            KeyStore store = empty();
            store.setKeyEntry(alias, pem.getPrivateKey(alias), NO_PASSWORD, pem.getCertificateChain(alias));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, NO_PASSWORD);
            return keys.getKeyManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("setting gateway.sds.certificate or gateway.sds.key names no PEM files of a certificate"
                    + " and its private key", e);
        }
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        return store;
    }

    private static KeyStore authorities(Path file) throws GeneralSecurityException {
        try (InputStream pem = Files.newInputStream(file)) {
            KeyStore store = empty();
            for (Certificate authority : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                store.setCertificateEntry("authority " + store.size(), authority);
            }
            if (store.size() == 0) {
                throw new IOException("empty");
            }
            return store;
        } catch (IOException | java.security.cert.CertificateException e) {
            throw new IllegalArgumentException("setting gateway.sds.trust names no PEM file of certificates: " + file, e);
        }
    }
}
