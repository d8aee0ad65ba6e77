package taskgateway.token;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import taskgateway.directory.ServiceRoot;
import taskgateway.fhir.HttpUrl;

/**
 * Whether a token is meant for the provider addressed (specification, section 4, {@code aud}; section 2, forms of a
 * URL).
 */
final class Audience {

    /** A provider's URL as the path of a proxy's, in its normal form. */
    private static final Pattern PROXIED = Pattern.compile("(?s)https?://[^?#]+?/(https?://.*)");

    private Audience() {
    }

    /**
     * Whether {@code aud} is a further audience, or a service root or a URI under one, with or without a proxy's
     * prefix.
     */
    static boolean accepted(String aud, Expectation expected) {
        Matcher proxied = PROXIED.matcher(HttpUrl.normal(aud));
        String url = proxied.matches() ? proxied.group(1) : aud;
        return expected.otherAudiences().contains(aud) || under(expected.serviceRoots(), url);
    }

    private static boolean under(List<ServiceRoot> roots, String url) {
        try {
            ServiceRoot named = ServiceRoot.of(url.split("\\?", 2)[0]);
            return roots.stream().anyMatch(root -> under(root, named));
        } catch (IllegalArgumentException e) {
            return false; // No URL at all: the finding says what aud must be.
        }
    }

    /** The root's own path, or one below it; dot segments could climb out again. */
    private static boolean under(ServiceRoot root, ServiceRoot named) {
        boolean below = (named.path() + "/").startsWith(root.path() + "/") && !named.path().contains("/..");
        return below && named.host().equals(root.host()) && named.port() == root.port()
                && named.scheme().equals(root.scheme());
    }
}
