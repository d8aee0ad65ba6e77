package taskgateway.testkit;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * TLS of the other side, for tests: it shows its certificate whatever it is asked for, where others would rather show
 * none.
 */
public final class Peer {

    private Peer() {
    }

    /** The JDK's TLS, trusting an authority and showing a certificate; null shows none. */
    public static SSLContext context(Authority trusted, Authority.Issued shown) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(shown == null ? null : new KeyManager[] {showing(shown)}, trusting(trusted), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static KeyManager showing(Authority.Issued certificate) {
        return new Showing(certificate);
    }

    public static TrustManager[] trusting(Authority authority) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("authority", authority.own.certificate());
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            return trust.getTrustManagers();
        } catch (GeneralSecurityException | java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Showing extends X509ExtendedKeyManager {

        private static final String[] ALIAS = {"own"};

        private final Authority.Issued shown;

        private Showing(Authority.Issued shown) {
            this.shown = shown;
        }

        private String alias(String... types) {
            return List.of(types).contains(shown.keys().getPrivate().getAlgorithm()) ? ALIAS[0] : null;
        }

        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
            return ALIAS;
        }

        @Override
        public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            return alias(types);
        }

        @Override
        public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
            return alias(types);
        }

        @Override
        public String[] getServerAliases(String type, Principal[] issuers) {
            return ALIAS;
        }

        @Override
        public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            return alias(type);
        }

        @Override
        public String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
            return alias(type);
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            List<X509Certificate> chain = new ArrayList<>(List.of(shown.certificate()));
            chain.addAll(shown.between());
            return chain.toArray(X509Certificate[]::new);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return shown.keys().getPrivate();
        }
    }
}
