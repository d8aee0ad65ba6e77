package taskgateway.directory.sds;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import taskgateway.settings.SettingsReader;
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
public record SdsSettings(String url, String baseDn, String apiKey, String trust, String certificate, String key,
        Duration limit, Duration keep, int waiting, boolean loopbackHttp) {

    public static final String LIMIT = "gateway.sds.seconds";
    public static final String WAITING = "gateway.sds.waiting";
    private static final String URL = "gateway.sds.url";
    private static final String BASE_DN = "gateway.sds.base-dn";
    private static final String API_KEY = "gateway.sds.api-key";
    private static final String TRUST = "gateway.sds.trust";
    private static final String CERTIFICATE = "gateway.sds.certificate";
    private static final String KEY = "gateway.sds.key";

    public static SdsSettings read(SettingsReader read) {
        String apiKey = read.secret(API_KEY);
        String baseDn = read.text(BASE_DN);
        String trust = read.optional(TRUST);
        String certificate = read.optional(CERTIFICATE);
        String key = read.optional(KEY);
        Duration limit = Duration.ofSeconds(read.number(LIMIT, 1, 60));
        Duration keep = Duration.ofSeconds(read.number("gateway.sds.ttl-seconds", 0, 300));
        int waiting = read.number(WAITING, 1, 10_000);
        boolean loopbackHttp = read.flag("gateway.sds.loopback-http");
        return read.value(URL, url -> new SdsSettings(url, baseDn, apiKey, trust, certificate, key, limit, keep,
                waiting, loopbackHttp));
    }

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
                throw new IllegalArgumentException("the FHIR API needs " + API_KEY + ", of letters, digits and signs");
            }
        }
        files(certificate, key, trust);
    }

    /** Whether it is asked at all. */
    public boolean asked() {
        return !url.isEmpty();
    }

    /** Refuses what would be of no use. */
    public void check(SettingsReader read) {
        if (!asked()) {
            Stream.of(TRUST, CERTIFICATE, KEY, API_KEY, API_KEY + "-file").filter(key -> !read.optional(key).isEmpty())
                    .findFirst().ifPresent(key -> {
                        throw read.wrong(key, "is set, and " + URL + " is empty: no directory is asked");
                    });
        }
        if (!isName(baseDn)) {
            throw read.wrong(BASE_DN, "must be a distinguished name, such as ou=services,o=nhs");
        }
    }

    private static boolean isName(String text) {
        try {
            return !new LdapName(text).isEmpty();
        } catch (InvalidNameException e) {
            return false;
        }
    }

    /** Where certificates, key and authorities are. */
    TlsSettings.TlsSide tls() {
        return files(certificate, key, trust);
    }

    private static TlsSettings.TlsSide files(String certificate, String key, String trust) {
        return new TlsSettings.TlsSide(file(CERTIFICATE, certificate), file(KEY, key), file(TRUST, trust),
                Optional.empty());
    }

    private static Optional<PemFile> file(String setting, String path) {
        return path.isEmpty() ? Optional.empty() : Optional.of(new PemFile(setting, Path.of(path)));
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
