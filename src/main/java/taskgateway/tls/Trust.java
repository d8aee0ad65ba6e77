package taskgateway.tls;

import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;

import java.security.cert.CertPathValidator;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The certificate authorities that are trusted, and what they have revoked. Where revocation lists are given, every
 * certificate must be covered by one that is in date: a list that was left to grow old would hide what has been revoked.
 *
 * @param anchors     the authorities
 * @param revocations their revocation lists; empty where revocation is not checked
 */
record Trust(Set<TrustAnchor> anchors, List<X509CRL> revocations) {

    static Trust of(byte[] authorities, List<X509CRL> revocations) throws GeneralSecurityException {
        return new Trust(Pem.certificates(authorities).stream().map(authority -> new TrustAnchor(authority, null))
                .collect(Collectors.toUnmodifiableSet()), revocations);
    }

    X509Certificate[] authorities() {
        return anchors.stream().map(TrustAnchor::getTrustedCert).toArray(X509Certificate[]::new);
    }

    /**
     * The path from a certificate to an authority, at a time at which all of it is, was or will be in date: what is expired
     * or not yet valid is signed by an authority all the same.
     *
     * @param chain as a peer sends it, its own certificate first
     * @throws GeneralSecurityException when there is none
     */
    CertPath path(X509Certificate[] chain) throws GeneralSecurityException {
        X509CertSelector peer = new X509CertSelector();
        peer.setCertificate(chain[0]);
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, peer);
        parameters.setRevocationEnabled(false);
        parameters.setDate(inDate(chain));
        parameters.addCertStore(store(Arrays.asList(chain)));
        CertPath path = CertPathBuilder.getInstance("PKIX").build(parameters).getCertPath();
        if (path.getCertificates().isEmpty()) {
            throw new CertPathBuilderException("an authority's own certificate is nobody else's");
        }
        return path;
    }

    /**
     * Checks a path for validity and revocation.
     *
     * @throws java.security.cert.CertPathValidatorException with the reason
     */
    void check(CertPath path, Date at) throws GeneralSecurityException {
        PKIXBuilderParameters parameters = parameters();
        parameters.setDate(at);
        CertPathValidator.getInstance("PKIX").validate(path, parameters);
    }

    /** The JDK's trust manager for servers: chain, validity, revocation and, for a client that asks for it, host name. */
    X509ExtendedTrustManager ofServers() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(new CertPathTrustManagerParameters(parameters()));
        return extended(factory);
    }

    /** The JDK's own authorities. */
    static X509ExtendedTrustManager ofTheJdk() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init((java.security.KeyStore) null);
            return extended(factory);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK's certificate authorities cannot be read", e);
        }
    }

    private static X509ExtendedTrustManager extended(TrustManagerFactory factory) {
        return Arrays.stream(factory.getTrustManagers()).filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast).findFirst().orElseThrow();
    }

    private PKIXBuilderParameters parameters() throws GeneralSecurityException {
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, new X509CertSelector());
        parameters.setRevocationEnabled(!revocations.isEmpty());
        parameters.addCertStore(store(revocations));
        return parameters;
    }

    private static Date inDate(X509Certificate[] chain) {
        Date latestStart = Arrays.stream(chain).map(X509Certificate::getNotBefore).max(Date::compareTo).orElseThrow();
        Date earliestEnd = Arrays.stream(chain).map(X509Certificate::getNotAfter).min(Date::compareTo).orElseThrow();
        Date now = new Date();
        return now.before(latestStart) ? latestStart : now.after(earliestEnd) ? earliestEnd : now;
    }

    private static CertStore store(Collection<?> content) throws GeneralSecurityException {
        return CertStore.getInstance("Collection", new CollectionCertStoreParameters(content));
    }
}
