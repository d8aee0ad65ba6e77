package taskgateway.tls;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/** Who the gateway is to its peers: certificate, chain and private key. */
final class Identity {

    private static final char[] IN_MEMORY_ALONE = "unused".toCharArray();

    private Identity() {
    }

    /**
     * Makes the key manager of a certificate, with its chain behind it, and its key.
     *
     * @throws GeneralSecurityException saying what is wrong, so also when the key is another certificate's
     */
    static X509ExtendedKeyManager of(byte[] certificatePem, byte[] keyPem) throws GeneralSecurityException {
        List<X509Certificate> chain = Pem.certificates(certificatePem);
        PrivateKey key = Pem.key(keyPem);
        if (!belong(chain.get(0), key)) {
            throw new GeneralSecurityException("the key does not belong to the certificate");
        }
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
        } catch (java.io.IOException e) {
            throw new GeneralSecurityException("the key cannot be kept", e);
        }
        throw new GeneralSecurityException("the key cannot be managed");
    }

    private static boolean belong(X509Certificate certificate, PrivateKey key) throws GeneralSecurityException {
        if (!certificate.getPublicKey().getAlgorithm().equals(key.getAlgorithm())) {
            return false;
        }
        byte[] said = {1, 2, 3};
        Signature signature = Signature.getInstance(key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA");
        signature.initSign(key);
        signature.update(said);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(said);
        return signature.verify(signed);
    }
}
