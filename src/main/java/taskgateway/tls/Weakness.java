package taskgateway.tls;

import java.security.Key;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Keys that Java refuses, on both sides of a connection, for being too short. */
final class Weakness {

    private Weakness() {
    }

    /** What is wrong with a certificate's key, by the properties of Java's own security. */
    static Optional<String> of(X509Certificate certificate) {
        Key key = certificate.getPublicKey();
        OptionalInt bits = bits(key);
        int least = least(key.getAlgorithm());
        return bits.isPresent() && bits.getAsInt() < least
                ? Optional.of("has a key that is too weak: " + key.getAlgorithm() + " of " + bits.getAsInt()
                        + " bits, and Java takes " + least + " at least")
                : Optional.empty();
    }

    private static OptionalInt bits(Key key) {
        if (key instanceof RSAKey rsa) {
            return OptionalInt.of(rsa.getModulus().bitLength());
        }
        return key instanceof ECKey ec ? OptionalInt.of(ec.getParams().getOrder().bitLength()) : OptionalInt.empty();
    }

    private static int least(String algorithm) {
        Pattern sizes = Pattern.compile("\\b" + Pattern.quote(algorithm) + " keySize < (\\d+)");
        return Stream.of("jdk.certpath.disabledAlgorithms", "jdk.tls.disabledAlgorithms").map(Security::getProperty)
                .flatMap(property -> sizes.matcher(String.valueOf(property)).results())
                .mapToInt(found -> Integer.parseInt(found.group(1))).max().orElse(0);
    }
}
