package taskgateway.tls;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/** The systems that a certificate names (specification, section 10, "CN or SAN"). */
final class CertificateNames {

    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;
    private static final Pattern IP_LITERAL = Pattern.compile("[0-9.]+|.*:.*");

    private CertificateNames() {
    }

    /** The dNSNames of its subjectAltName, or where it has none the one common name of its subject; in lower case. */
    static Set<String> of(X509Certificate certificate) {
        try {
            Collection<List<?>> names = Objects.requireNonNullElse(certificate.getSubjectAlternativeNames(), List.of());
            Set<String> alternative = names.stream().filter(name -> name.get(0).equals(DNS_NAME))
                    .map(name -> lowerCase(name.get(1))).collect(Collectors.toSet());
            return alternative.isEmpty() ? commonName(certificate) : alternative;
        } catch (CertificateParsingException | InvalidNameException e) {
            return Set.of();
        }
    }

    /**
     * Whether clients that call a host take its certificate for it (RFC 6125, section 6.4): by an iPAddress where the
     * host is one, else by a name, of which the first label may be an asterisk.
     *
     * @param host as in a URL
     */
    static boolean cover(X509Certificate certificate, String host) {
        String bare = lowerCase(host).replaceAll("[\\[\\]]", "");
        if (IP_LITERAL.matcher(bare).matches()) {
            return addresses(certificate).anyMatch(address -> same(address, bare));
        }
        String parent = bare.substring(bare.indexOf('.') + 1);
        return of(certificate).stream().anyMatch(name -> name.equals(bare)
                || name.equals("*." + parent) && parent.length() < bare.length() && parent.indexOf('.') > 0);
    }

    /** Names and addresses, for messages. */
    static Set<String> all(X509Certificate certificate) {
        return Stream.concat(of(certificate).stream(), addresses(certificate))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> addresses(X509Certificate certificate) {
        try {
            return Objects.requireNonNullElse(certificate.getSubjectAlternativeNames(), List.<List<?>>of()).stream()
                    .filter(name -> name.get(0).equals(IP_ADDRESS)).map(name -> name.get(1).toString());
        } catch (CertificateParsingException e) {
            return Stream.empty();
        }
    }

    /** Of addresses, whose forms differ in IPv6. No name is looked up. */
    private static boolean same(String address, String literal) {
        try {
            return InetAddress.getByName(address).equals(InetAddress.getByName(literal));
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Of several common names none is more the subject's than another. */
    private static Set<String> commonName(X509Certificate certificate) throws InvalidNameException {
        Set<String> names = new LdapName(certificate.getSubjectX500Principal().getName()).getRdns().stream()
                .filter(part -> part.getType().equalsIgnoreCase("CN")).map(part -> lowerCase(part.getValue()))
                .collect(Collectors.toSet());
        return names.size() == 1 ? names : Set.of();
    }

    private static String lowerCase(Object name) {
        return name.toString().toLowerCase(Locale.ROOT);
    }
}
