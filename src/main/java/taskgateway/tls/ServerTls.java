package taskgateway.tls;

import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * TLS of the FHIR port.
 *
 * @param keys    its certificate
 * @param trust   refuses callers of unknown authorities in the handshake
 * @param callers the verdict on all others
 */
public record ServerTls(X509ExtendedKeyManager keys, X509ExtendedTrustManager trust, CallerCertificates callers) {
}
