package taskgateway.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/** The systems that a certificate names (specification, section 10, "CN or SAN"). */
final class CertificateNames {

    private static final int DNS_NAME = 2;

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
