package taskgateway.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a caller's certificate through the handshake when an authority of the configured ones has signed it, and no
 * other (specification, section 10). Whether it is expired, revoked or another's is told by an answer:
 * {@link CallerCertificates}.
 */
final class CallerTrustManager extends X509ExtendedTrustManager {

    private static final Logger LOG = LoggerFactory.getLogger("taskgateway.tls");

    private final Supplier<Trust> trust;

    CallerTrustManager(Supplier<Trust> trust) {
        this.trust = trust;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        try {
            trust.get().path(chain);
        } catch (GeneralSecurityException e) {
            LOG.warn("A handshake is refused: the caller's certificate (serial number {}) is of no authority of"
                    + " gateway.tls.ca",
                    chain[0].getSerialNumber().toString(16));
            throw new CertificateException("of no trusted authority", e);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("servers are not checked here");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        checkServerTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        checkServerTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return trust.get().authorities();
    }
}
