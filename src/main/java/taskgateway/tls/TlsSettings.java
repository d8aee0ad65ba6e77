package taskgateway.tls;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where certificates, keys, authorities and revocation lists are.
 *
 * @param in      for callers of the FHIR port; without a certificate it speaks plain HTTP
 * @param out     for connections that the gateway opens; what is not set is taken from {@code in}
 * @param callers names of which a caller's certificate must have one, in lower case; empty in proxy mode
 * @param reload  how often the files are looked at
 */
public record TlsSettings(Side in, Side out, Set<String> callers, Duration reload) {

    /** One side's PEM files: certificate with its chain and key, trusted authorities, their revocation lists. */
    public record Side(Optional<PemFile> certificate, Optional<PemFile> key, Optional<PemFile> ca, Optional<PemFile> crl) {

        /** @throws IllegalArgumentException when one of certificate and key stands alone, or a revocation list without a CA */
        public Side {
            if (certificate.isPresent() != key.isPresent()) {
                PemFile alone = certificate.or(() -> key).orElseThrow();
                throw new IllegalArgumentException(alone.setting() + " is set alone: certificate and key go together");
            }
            if (crl.isPresent() && ca.isEmpty()) {
                throw new IllegalArgumentException(crl.get().setting() + " is set, but not whose list it is: a ca goes with it");
            }
        }

        List<PemFile> identity() {
            return List.of(certificate.orElseThrow(), key.orElseThrow());
        }

        List<PemFile> trust() {
            return crl.map(list -> List.of(ca.orElseThrow(), list)).orElseGet(() -> List.of(ca.orElseThrow()));
        }

        private Side orElse(Side other) {
            Side identity = certificate.isPresent() ? this : other;
            Side trust = ca.isPresent() ? this : other;
            return new Side(identity.certificate, identity.key, trust.ca, trust.crl);
        }
    }

    /** @throws IllegalArgumentException when the FHIR port has a certificate and no authority for its callers' */
    public TlsSettings {
        if (in.certificate().isPresent() && in.ca().isEmpty()) {
            throw new IllegalArgumentException("gateway.tls.ca is empty: whoever has a certificate of the gateway's own"
                    + " (gateway.tls.certificate) says by whom its callers' are issued");
        }
        out = out.orElse(in);
    }

    /** Whether the FHIR port speaks TLS. */
    public boolean server() {
        return in.certificate().isPresent();
    }
}
