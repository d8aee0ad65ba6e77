package taskgateway.tls;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertPathValidatorException;
import java.security.cert.Certificate;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import taskgateway.rules.Finding;
import taskgateway.rules.Rule;

/**
 * The verdict on the certificate of a caller (specification, section 10), which belongs to layer 1 and is given as soon
 * as the head of a request has been read: in date, not revoked, made for a client, and of the name expected. Expected
 * is the Spine Security Proxy's; where the gateway itself stands as the proxy, the one registered with the ASID in
 * Ssp-From. A request without one known ASID there expects no name: layer 4 refuses it.
 */
public final class CallerCertificates {

    /** A verdict holds so long: a connection that stays is looked at again, and not each of its requests. */
    private static final Duration HOLDS = Duration.ofSeconds(5);

    private static final int MOST_VERDICTS = 10_000;

    private final Supplier<Trust> trust;
    private final Set<String> proxies;
    private final Function<String, Optional<String>> registered;
    private final Map<X509Certificate, Verdict> verdicts = new ConcurrentHashMap<>();

    private record Verdict(Trust under, Instant at, Optional<String> fault) {
    }

    /**
     * @param trust      the authorities in force
     * @param proxies    names of which a caller's certificate must have one, in lower case; empty in proxy mode
     * @param registered the FQDN registered with an ASID, blank where there is none; empty for an ASID that is not
     *                   known
     */
    CallerCertificates(Supplier<Trust> trust, Set<String> proxies, Function<String, Optional<String>> registered) {
        this.trust = trust;
        this.proxies = proxies;
        this.registered = registered;
    }

    /**
     * What is wrong with a caller's certificate.
     *
     * @param chain   as the caller sent it; empty when it sent none
     * @param sspFrom every value of the request's Ssp-From
     */
    public List<Finding> faults(Certificate[] chain, List<String> sspFrom) {
        if (chain.length == 0) {
            return List.of(Rule.CLIENT_CERTIFICATE_MISSING.found(
                    "No client certificate was presented: connect with the one that is issued to your system."));
        }
        X509Certificate[] certificates = Arrays.copyOf(chain, chain.length, X509Certificate[].class);
        List<Finding> faults = new ArrayList<>();
        verdict(certificates).fault().map(Rule.CLIENT_CERTIFICATE_UNSUITABLE::found).ifPresent(faults::add);
        name(certificates[0], sspFrom).map(Rule.CLIENT_CERTIFICATE_NAME::found).ifPresent(faults::add);
        return faults;
    }

    private Verdict verdict(X509Certificate[] chain) {
        Trust now = trust.get();
        Instant at = Instant.now();
        Verdict known = verdicts.get(chain[0]);
        if (known != null && known.under() == now && known.at().plus(HOLDS).isAfter(at)) {
            return known;
        }
        Verdict verdict = new Verdict(now, at, fault(now, chain, at).or(() -> purpose(chain[0])));
        if (verdicts.size() >= MOST_VERDICTS) {
            verdicts.clear();
        }
        verdicts.put(chain[0], verdict);
        return verdict;
    }

    private static Optional<String> fault(Trust trust, X509Certificate[] chain, Instant at) {
        try {
            trust.check(trust.path(chain), Date.from(at));
            return Optional.empty();
        } catch (CertPathValidatorException e) {
            String whose = e.getIndex() <= 0 ? "The client certificate " : "An issuer of the client certificate ";
            return Optional.of(whose + words(e.getReason()));
        } catch (CertificateExpiredException e) {
            return Optional.of("The authority that issued the client certificate is out of date.");
        } catch (GeneralSecurityException e) {
            return Optional.of("The client certificate is of no authority that is trusted.");
        }
    }

    private static String words(CertPathValidatorException.Reason reason) {
        if (reason == BasicReason.EXPIRED) {
            return "has expired.";
        }
        if (reason == BasicReason.NOT_YET_VALID) {
            return "is not valid yet.";
        }
        if (reason == BasicReason.REVOKED) {
            return "has been revoked.";
        }
        return reason == BasicReason.UNDETERMINED_REVOCATION_STATUS
                ? "may have been revoked: this service holds no revocation list of its authority that is in date."
                : "is not acceptable.";
    }

    private static Optional<String> purpose(X509Certificate certificate) {
        try {
            return Purpose.CLIENT.suits(certificate) ? Optional.empty()
                    : Optional.of("The client certificate is not made for a TLS client.");
        } catch (CertificateParsingException e) {
            return Optional.of("The purposes of the client certificate cannot be read.");
        }
    }

    private Optional<String> name(X509Certificate certificate, List<String> sspFrom) {
        Set<String> names = CertificateNames.of(certificate);
        if (!proxies.isEmpty()) {
            return Collections.disjoint(names, proxies)
                    ? Optional.of("The client certificate does not name the Spine Security Proxy.") : Optional.empty();
        }
        Optional<String> expected = sspFrom.size() == 1 ? registered.apply(sspFrom.get(0).strip()) : Optional.empty();
        return expected.filter(fqdn -> !names.contains(fqdn.toLowerCase(java.util.Locale.ROOT)))
                .map(fqdn -> fqdn.isBlank()
                ? "No FQDN is registered with the ASID in Ssp-From, so no client certificate can be its system's."
                : "The client certificate does not name the FQDN registered with the ASID in Ssp-From.");
    }
}
