package taskgateway.tls;

import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertStore;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The certificate authorities that are trusted, and what they have revoked. Where revocation lists are given, every
 * certificate must be covered by one that is in date: a list that was left to grow old would hide what has been
 * revoked.
 */
final class Trust {

    private static final int CERTIFICATE_SIGN = 5;
    /** Older certificates cannot say whether they are an authority's. */
    private static final int VERSION_WITH_EXTENSIONS = 3;

    private final Set<TrustAnchor> anchors;
    private final List<X509CRL> revocations;
    private final List<Notice> notices;
    private final X509ExtendedTrustManager servers;

    private Trust(List<X509Certificate> authorities, List<X509CRL> revocations, List<Notice> notices)
            throws GeneralSecurityException {
        this.anchors = authorities.stream().map(authority -> new TrustAnchor(authority, null))
                .collect(Collectors.toUnmodifiableSet());
        this.revocations = revocations;
        this.notices = notices;
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(new CertPathTrustManagerParameters(parameters(anchors)));
        this.servers = extended(factory);
    }

    /**
     * Reads them.
     *
     * @param lists revocation lists; empty where revocation is not checked
     * @throws IllegalArgumentException naming the file that is wrong or does not belong to the other
     */
    static Trust of(Pem authorities, Optional<Pem> lists, TlsPeers peers) {
        List<X509Certificate> certificates = authorities.certificates().stream().distinct().toList();
        certificates.forEach(each -> refuseUnfit(authorities.file(), each, peers));
        Optional<RevocationLists> revocations = lists.map(pem -> RevocationLists.of(pem, authorities));
        List<Notice> notices = new ArrayList<>();
        for (X509Certificate authority : certificates) {
            notices.add(new ValidityTerm(authorities.file(), "the authority " + name(authority),
                    authority.getNotBefore().toInstant(),
                    authority.getNotAfter().toInstant(), ValidityTerm.MONTH, peers == TlsPeers.SERVERS
                            ? "its servers are called while their own certificates are in date"
                            : "callers of this authority are refused"));
            revocations.filter(known -> isAuthority(authority))
                    .ifPresent(known -> notices.add(known.notice(authority, peers)));
        }
        try {
            return new Trust(certificates, revocations.map(RevocationLists::all).orElse(List.of()), notices);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot check certificates", e);
        }
    }

    /** A server's own certificate may be trusted, too, as that of a server that has signed it itself. */
    private static void refuseUnfit(PemFile file, X509Certificate certificate, TlsPeers peers) {
        boolean itsOwn = certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal());
        if (!isAuthority(certificate) && !(peers == TlsPeers.SERVERS && itsOwn)) {
            throw file.fault("holds the certificate " + name(certificate)
                    + ", which is no authority's (basicConstraints, keyUsage): the"
                    + " certificates of those belong in it who issue " + peers + " theirs; this one is issued by "
                    + certificate.getIssuerX500Principal().getName());
        }
        Weakness.of(certificate).ifPresent(weak -> {
            throw file.fault("holds the certificate " + name(certificate) + ", which " + weak + ": " + peers
                    + " would be refused");
        });
    }

    private static boolean isAuthority(X509Certificate certificate) {
        boolean[] usage = certificate.getKeyUsage();
        return certificate.getVersion() < VERSION_WITH_EXTENSIONS
                || certificate.getBasicConstraints() >= 0 && (usage == null || usage[CERTIFICATE_SIGN]);
    }

    private static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    /** What is to be told of authorities and lists. */
    List<Notice> notices() {
        return notices;
    }

    /**
     * The JDK's trust manager for servers: chain, validity, revocation and, for a client that asks for it, host name.
     */
    X509ExtendedTrustManager servers() {
        return servers;
    }

    X509Certificate[] authorities() {
        return anchors.stream().map(TrustAnchor::getTrustedCert).toArray(X509Certificate[]::new);
    }

    /**
     * The path from a certificate to an authority, at a time at which all of it is, was or will be in date: what is
     * expired or not yet valid is signed by an authority all the same.
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
     * Checks a path for validity and revocation. An authority that is out of date vouches for nobody.
     *
     * @throws CertPathValidatorException  with the reason
     * @throws CertificateExpiredException when it ends at an authority that is out of date
     */
    void check(CertPath path, Date at) throws GeneralSecurityException {
        Set<TrustAnchor> inDate = anchors.stream().filter(anchor -> isInDate(anchor, at)).collect(Collectors.toSet());
        if (inDate.isEmpty()) {
            throw new CertificateExpiredException();
        }
        PKIXBuilderParameters parameters = parameters(inDate);
        parameters.setDate(at);
        try {
            CertPathValidator.getInstance("PKIX").validate(path, parameters);
        } catch (CertPathValidatorException e) {
            throw e.getReason() == PKIXReason.NO_TRUST_ANCHOR ? new CertificateExpiredException() : e;
        }
    }

    private static boolean isInDate(TrustAnchor anchor, Date at) {
        return !at.before(anchor.getTrustedCert().getNotBefore()) && !at.after(anchor.getTrustedCert().getNotAfter());
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

    private PKIXBuilderParameters parameters(Set<TrustAnchor> trusted) throws GeneralSecurityException {
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(trusted, new X509CertSelector());
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
