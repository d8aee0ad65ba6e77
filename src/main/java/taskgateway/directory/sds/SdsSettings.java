package taskgateway.directory.sds;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import taskgateway.tls.PemFile;
import taskgateway.tls.TlsSettings;

/**
 * How the Spine Directory Service is asked: the settings {@code gateway.sds.*}.
 *
 * @param url          {@code ldaps://host[:port]}, or the base URL of the FHIR API; empty where it is not asked at all
 * @param baseDn       where LDAP searches begin
 * @param apiKey       of the FHIR API
 * @param trust        PEM file of the authorities that the directory's certificate may come from; empty for Java's own
 * @param certificate  PEM file of the gateway's client certificate; empty for none
 * @param key          PEM file of its private key (PKCS 8)
 * @param limit        the longest that a look-up may take
 * @param keep         how long an answer may be used
 * @param waiting      requests that wait for a look-up at once
 * @param loopbackHttp whether plain http and ldap are allowed to this machine itself
 */
public record SdsSettings(String url, String baseDn, String apiKey, String trust, String certificate, String key, Duration limit,
        Duration keep, int waiting, boolean loopbackHttp) {

    /**
     * @throws IllegalArgumentException when the parts do not fit each other
     */
    public SdsSettings {
        if (!url.isEmpty()) {
            URI uri = URI.create(url);
            String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
            boolean plain = loopbackHttp && uri.getHost() != null && ServiceRoots.isLoopback(uri.getHost());
            boolean fhir = scheme.equals("https") || plain && scheme.equals("http");
            if (!fhir && !scheme.equals("ldaps") && !(plain && scheme.equals("ldap")) || uri.getHost() == null) {
                throw new IllegalArgumentException("it must be ldaps://host[:port] or an https base URL");
            }
            if (fhir && !apiKey.matches("[!-~]+")) {
                throw new IllegalArgumentException("the FHIR API needs gateway.sds.api-key, of letters, digits and signs");
            }
        }
        files(certificate, key, trust);
    }

    /** Where certificates, key and authorities are. */
    TlsSettings.TlsSide tls() {
        return files(certificate, key, trust);
    }

    private static TlsSettings.TlsSide files(String certificate, String key, String trust) {
        return new TlsSettings.TlsSide(file("certificate", certificate), file("key", key), file("trust", trust),
                Optional.empty());
    }

    private static Optional<PemFile> file(String name, String path) {
        return path.isEmpty() ? Optional.empty() : Optional.of(new PemFile("gateway.sds." + name, Path.of(path)));
    }

    URI uri() {
        return URI.create(url);
    }

    /** Which directory is asked, without secrets. */
    @Override
    public String toString() {
        return url;
    }
}
