package taskgateway.directory;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * A provider's FHIR base URL: {@code scheme://host[:port]/[ODS code]/DSTU2/[major version]}, no trailing slash
 * (specification, section 2). Scheme and host compare without case, a default port equals none, the path is
 * case-sensitive.
 *
 * @param scheme {@code http} or {@code https}
 * @param host   in lower case
 * @param port   never -1
 * @param path   begins with a slash, does not end with one
 */
public record ServiceRoot(String scheme, String host, int port, String path) {

    /**
     * Reads a base URL.
     *
     * @throws IllegalArgumentException when it is no absolute http or https URL, or has user info, a query or a
     *         fragment
     */
    public static ServiceRoot of(String url) {
        URI uri = uri(url);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https") || uri.getHost() == null || uri.getPort() > 65_535
                || uri.getPort() == 0) {
            throw new IllegalArgumentException("not an http or https base URL");
        }
        if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("not a base URL: it has user info, a query or a fragment");
        }
        int port = uri.getPort() != -1 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
        return new ServiceRoot(scheme, uri.getHost().toLowerCase(Locale.ROOT), port, uri.getRawPath());
    }

    /** Whether a URL is reached with TLS. */
    public static boolean isHttps(String url) {
        return url.regionMatches(true, 0, "https:", 0, 6);
    }

    /** Its own words would quote the URL, which may hold a password. */
    private static URI uri(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not an http or https base URL: " + e.getReason(), e);
        }
    }

    /** {@code host[:port]}, the port only where it is not the scheme's own. */
    public String authority() {
        boolean standard = port == (scheme.equals("https") ? 443 : 80);
        return standard ? host : host + ":" + port;
    }

    /** The same without its path. */
    public ServiceRoot base() {
        return new ServiceRoot(scheme, host, port, "");
    }

    /** The URL. */
    @Override
    public String toString() {
        return scheme + "://" + authority() + path;
    }
}
