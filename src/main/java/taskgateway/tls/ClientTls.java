package taskgateway.tls;

import java.security.GeneralSecurityException;
import java.util.Collections;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.apache.camel.CamelContext;
import org.apache.camel.support.jsse.CipherSuitesParameters;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.SecureSocketProtocolsParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;

/**
 * TLS of connections that the gateway opens: its own certificate, whom it trusts, and how it encrypts. That the peer's
 * host name is its certificate's is for who opens the connection to ask.
 */
public final class ClientTls {

    /** A certificate that expires is noticed no later. */
    private static final int LONGEST_SESSION_SECONDS = 300;

    private final KeyManager[] keys;
    private final TrustManager[] trust;
    private final SSLContext context;

    ClientTls(Optional<X509ExtendedKeyManager> keys, X509ExtendedTrustManager trust) {
        this.keys = keys.stream().toArray(KeyManager[]::new);
        this.trust = new TrustManager[] {trust};
        this.context = context(this.keys, trust);
    }

    /** Ready to use; versions and cipher suites are set. */
    public SSLContext context() {
        return context;
    }

    /** The same for Camel's endpoints. */
    public SSLContextParameters parameters() {
        return new SSLContextParameters() {
            @Override
            public SSLContext createSSLContext(CamelContext camel) {
                return context;
            }
        };
    }

    /** The gateway's certificate; empty where it has none. */
    public KeyManager[] keys() {
        return keys.clone();
    }

    /** Whom the gateway trusts. */
    public TrustManager[] trust() {
        return trust.clone();
    }

    /** A session that was agreed under other authorities and revocation lists is not resumed. */
    void forgetSessions() {
        for (byte[] id : Collections.list(context.getClientSessionContext().getIds())) {
            SSLSession session = context.getClientSessionContext().getSession(id);
            if (session != null) {
                session.invalidate();
            }
        }
    }

    private static SSLContext context(KeyManager[] keys, TrustManager trust) {
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setKeyManagers(new KeyManagersParameters() {
            @Override
            public KeyManager[] createKeyManagers() {
                return keys;
            }
        });
        TrustManagersParameters trusted = new TrustManagersParameters();
        trusted.setTrustManager(trust);
        parameters.setTrustManagers(trusted);
        SecureSocketProtocolsParameters versions = new SecureSocketProtocolsParameters();
        versions.setSecureSocketProtocol(Protection.VERSIONS);
        parameters.setSecureSocketProtocols(versions);
        CipherSuitesParameters suites = new CipherSuitesParameters();
        suites.setCipherSuite(Protection.SUITES);
        parameters.setCipherSuites(suites);
        try {
            SSLContext made = parameters.createSSLContext(null);
            made.getClientSessionContext().setSessionTimeout(LONGEST_SESSION_SECONDS);
            return made;
        } catch (GeneralSecurityException | java.io.IOException e) {
            throw new IllegalStateException("this JDK has no TLS as it is needed", e);
        }
    }
}
