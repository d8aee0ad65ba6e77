package taskgateway.tls;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Who the gateway is to its peers: certificate, chain and private key.
 *
 * @param keys    shows them
 * @param notices what is to be told of them
 */
record TlsIdentity(X509ExtendedKeyManager keys, List<Notice> notices) {

    private static final char[] IN_MEMORY_ALONE = "unused".toCharArray();

    /**
     * The certificate of the FHIR port, with its chain behind it, and its key.
     *
     * @param host  that callers know the gateway by; empty where a proxy in front has a name and a certificate of its
     *              own
     * @param shown whether it is shown to servers, too
     * @throws IllegalArgumentException naming the file that is wrong or does not belong to the other
     */
    static TlsIdentity ofServer(Pem certificate, Pem key, Optional<String> host, boolean shown) {
        List<X509Certificate> chain = whole(certificate, key);
        refuseUnfit(certificate, chain.get(0), Purpose.SERVER);
        host.filter(name -> !CertificateNames.cover(chain.get(0), name)).ifPresent(name -> {
            throw certificate.file()
                    .fault("is not for " + name
                            + ", the host of gateway.base (environment variable GATEWAY_BASE), but for "
                    + String.join(", ", CertificateNames.all(chain.get(0)))
                    + ": callers would refuse it. Have one issued for " + name
                    + ", or mend gateway.base");
        });
        List<Notice> notices = terms(certificate, chain, shown ? "callers and servers refuse it" : "callers refuse it");
        if (shown && !suits(chain.get(0), Purpose.CLIENT)) {
            notices.add(now -> Optional.of(certificate.file().place() + " is not made for " + Purpose.CLIENT.words()
                    + ": a provider or broker that asks for a certificate refuses it, unless"
                    + " gateway.tls.out.certificate names another"));
        }
        return new TlsIdentity(keys(chain, key.key()), notices);
    }

    /**
     * A certificate, with its chain behind it, and its key, that is shown to servers.
     *
     * @throws IllegalArgumentException naming the file that is wrong or does not belong to the other
     */
    static TlsIdentity ofClient(Pem certificate, Pem key) {
        List<X509Certificate> chain = whole(certificate, key);
        refuseUnfit(certificate, chain.get(0), Purpose.CLIENT);
        return new TlsIdentity(keys(chain, key.key()), terms(certificate, chain, "servers refuse it"));
    }

    private static List<X509Certificate> whole(Pem certificate, Pem key) {
        List<X509Certificate> chain = certificate.certificates();
        PrivateKey own = key.key();
        if (!belong(chain.get(0), own)) {
            IntStream.range(1, chain.size()).filter(i -> belong(chain.get(i), own)).findFirst().ifPresent(i -> {
                throw certificate.file().fault("is in the wrong order: the certificate of the key is number " + (i + 1)
                        + " in it and comes first, behind each the one that issued it");
            });
            throw key.file().fault("holds a key that does not belong to the certificate " + name(chain.get(0)) + " ("
                    + certificate.file().named() + ", the file " + certificate.file().path()
                    + "): the two are changed together");
        }
        refuseGap(certificate, chain);
        chain.forEach(each -> Weakness.of(each).ifPresent(weak -> {
            throw certificate.file().fault("holds the certificate " + name(each) + ", which " + weak);
        }));
        return chain;
    }

    private static void refuseGap(Pem certificate, List<X509Certificate> chain) {
        for (int i = 1; i < chain.size(); i++) {
            if (!issued(chain.get(i), chain.get(i - 1))) {
                throw certificate.file()
                        .fault("is in the wrong order or has a gap: number " + (i + 1) + " in it, " + name(chain.get(i))
                        + ", has not issued number " + i + ", which "
                        + chain.get(i - 1).getIssuerX500Principal().getName()
                        + " has. Behind each certificate comes the one that issued it");
            }
        }
    }

    private static List<Notice> terms(Pem certificate, List<X509Certificate> chain, String meaning) {
        List<Notice> terms = new ArrayList<>();
        chain.forEach(each -> terms.add(new ValidityTerm(certificate.file(), "the certificate " + name(each),
                each.getNotBefore().toInstant(), each.getNotAfter().toInstant(), ValidityTerm.MONTH, meaning)));
        return terms;
    }

    private static void refuseUnfit(Pem pem, X509Certificate certificate, Purpose purpose) {
        if (!suits(certificate, purpose)) {
            throw pem.file()
                    .fault("holds the certificate " + name(certificate) + ", which is not made for " + purpose.words()
                    + ": have one issued with this extendedKeyUsage and, where it has a keyUsage, digitalSignature");
        }
    }

    private static boolean suits(X509Certificate certificate, Purpose purpose) {
        try {
            return purpose.suits(certificate);
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    private static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    private static boolean issued(X509Certificate issuer, X509Certificate certificate) {
        try {
            certificate.verify(issuer.getPublicKey());
            return certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static boolean belong(X509Certificate certificate, PrivateKey key) {
        if (!certificate.getPublicKey().getAlgorithm().equals(key.getAlgorithm())) {
            return false;
        }
        byte[] said = {1, 2, 3};
        try {
            Signature signature =
                    Signature.getInstance(key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA");
            signature.initSign(key);
            signature.update(said);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(said);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static X509ExtendedKeyManager keys(List<X509Certificate> chain, PrivateKey key) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("gateway", key, IN_MEMORY_ALONE, chain.toArray(X509Certificate[]::new));
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, IN_MEMORY_ALONE);
            for (KeyManager manager : factory.getKeyManagers()) {
                if (manager instanceof X509ExtendedKeyManager found) {
                    return found;
                }
            }
        } catch (GeneralSecurityException | java.io.IOException e) {
            throw new IllegalStateException("this JDK cannot keep a key", e);
        }
        throw new IllegalStateException("this JDK has no key manager");
    }
}
