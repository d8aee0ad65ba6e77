package taskgateway.tls;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import taskgateway.settings.SettingsReader;

/**
 * Where certificates, keys, authorities and revocation lists are.
 *
 * @param in      for callers of the FHIR port; without a certificate it speaks plain HTTP
 * @param out     for connections that the gateway opens; what is not set is taken from {@code in}
 * @param callers names of which a caller's certificate must have one, in lower case; empty in proxy mode
 * @param reload  how often the files are looked at
 */
public record TlsSettings(TlsSide in, TlsSide out, Set<String> callers, Duration reload) {

    private static final Pattern NO_NAME = Pattern.compile("[*/:]");

    /** One side's PEM files: certificate with its chain and key, trusted authorities, their revocation lists. */
    public record TlsSide(Optional<PemFile> certificate, Optional<PemFile> key, Optional<PemFile> ca,
            Optional<PemFile> crl) {

        /**
         * @throws IllegalArgumentException when one of certificate and key stands alone, or a revocation list without a
         * CA
         */
        public TlsSide {
            if (certificate.isPresent() != key.isPresent()) {
                PemFile alone = certificate.or(() -> key).orElseThrow();
                String other = certificate.isPresent() ? sibling(alone, "key") : sibling(alone, "certificate");
                throw new IllegalArgumentException(alone.named()
                        + " is set alone: certificate and key go together, so set "
                        + other + ", too, or neither");
            }
            if (crl.isPresent() && ca.isEmpty()) {
                throw new IllegalArgumentException(crl.get().named() + " is set, but not whose lists they are: set "
                        + sibling(crl.get(), "ca") + ", too, or neither");
            }
        }

        private static TlsSide read(String prefix, SettingsReader read) {
            return new TlsSide(file(prefix + "certificate", read), file(prefix + "key", read),
                    file(prefix + "ca", read), file(prefix + "crl", read));
        }

        private static Optional<PemFile> file(String key, SettingsReader read) {
            return Optional.of(read.optional(key)).filter(path -> !path.isBlank())
                    .map(path -> new PemFile(key, Path.of(path)));
        }

        List<PemFile> identity() {
            return List.of(certificate.orElseThrow(), key.orElseThrow());
        }

        List<PemFile> trust() {
            return crl.map(list -> List.of(ca.orElseThrow(), list)).orElseGet(() -> List.of(ca.orElseThrow()));
        }

        private TlsSide orElse(TlsSide other) {
            TlsSide identity = certificate.isPresent() ? this : other;
            TlsSide trust = ca.isPresent() ? this : other;
            return new TlsSide(identity.certificate, identity.key, trust.ca, trust.crl);
        }

        private static String sibling(PemFile file, String name) {
            return file.setting().replaceFirst("[a-z]+$", name);
        }
    }

    /** @throws IllegalArgumentException naming the setting that is wrong */
    public static TlsSettings read(SettingsReader read) {
        String callers = read.optional("gateway.tls.callers").toLowerCase(Locale.ROOT);
        Duration reload = read.seconds("gateway.tls.reload-seconds", 1);
        try {
            return new TlsSettings(TlsSide.read("gateway.tls.", read), TlsSide.read("gateway.tls.out.", read),
                    Set.copyOf(SettingsReader.list(callers)), reload);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("setting " + e.getMessage(), e);
        }
    }

    /**
     * @throws IllegalArgumentException when the FHIR port has a certificate and no authority for its callers', or no
     * use for one
     */
    public TlsSettings {
        if (in.certificate().isPresent() && in.ca().isEmpty()) {
            throw new IllegalArgumentException(
                    "gateway.tls.ca (environment variable GATEWAY_TLS_CA) is empty: whoever has a"
                    + " certificate of the gateway's own (gateway.tls.certificate) says by whom its callers' are"
                    + " issued");
        }
        if (in.certificate().isEmpty() && in.ca().isPresent()) {
            throw new IllegalArgumentException(in.ca().get().named()
                    + " is set, but without gateway.tls.certificate the FHIR port speaks"
                    + " plain HTTP and knows no caller: set gateway.tls.certificate and gateway.tls.key, or, where it"
                    + " is meant for servers alone, gateway.tls.out.ca instead");
        }
        if (in.certificate().isEmpty() && !callers.isEmpty()) {
            throw new IllegalArgumentException(
                    "gateway.tls.callers (environment variable GATEWAY_TLS_CALLERS) is set, but without"
                    + " gateway.tls.certificate the FHIR port speaks plain HTTP and knows no caller: set"
                    + " gateway.tls.certificate, gateway.tls.key and gateway.tls.ca, or leave it empty");
        }
        callers.stream().filter(name -> NO_NAME.matcher(name).find()).findFirst().ifPresent(name -> {
            throw new IllegalArgumentException(
                    "gateway.tls.callers (environment variable GATEWAY_TLS_CALLERS) holds " + name
                    + ", which no certificate's name is: it takes names such as ssp.example, separated by commas,"
                    + " without scheme, port or asterisk");
        });
        out = out.orElse(in);
    }

    /** Whether the FHIR port speaks TLS. */
    public boolean server() {
        return in.certificate().isPresent();
    }

    /** Whether servers are shown the certificate of the FHIR port. */
    boolean sharesCertificate() {
        return server() && out.certificate().equals(in.certificate());
    }

    /** Whether servers have the authorities of callers. */
    boolean sharesAuthorities() {
        return server() && out.ca().equals(in.ca());
    }
}
