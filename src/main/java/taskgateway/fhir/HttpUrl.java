package taskgateway.fhir;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When two URLs are the same one (RFC 3986, section 6.2): scheme and host compare without case, a default port equals
 * none. A client of a proxy may encode the provider's URL behind the proxy's slash, wholly or in part (specification,
 * section 2). There is one proxy: a URL within the provider's own is a part of its path.
 */
public final class HttpUrl {

    /** No service's URL is longer: a longer text is compared as it is. */
    private static final int LONGEST = 4_000;

    private static final Pattern ABSOLUTE = Pattern.compile("(?is)(https?)://([^/?#]*)(.*)");
    private static final Predicate<String> EMBEDS_A_URL = Pattern.compile("(?is)/?https?(:|%3a).*").asMatchPredicate();
    private static final Pattern ENCODED = Pattern.compile("(%[0-9A-Fa-f]{2})+");

    private HttpUrl() {
    }

    /** An absolute http or https URL in its normal form; any other text as it is. */
    public static String normal(String url) {
        Matcher parts = ABSOLUTE.matcher(url);
        if (url.length() > LONGEST || !parts.matches()) {
            return url;
        }
        String path = parts.group(3);
        return origin(parts) + (embedsUrl(path) ? "/" + normalAlone(embedded(path)) : path);
    }

    /** Whatever its path embeds. */
    private static String normalAlone(String url) {
        Matcher parts = ABSOLUTE.matcher(url);
        return parts.matches() ? origin(parts) + parts.group(3) : url;
    }

    private static String origin(Matcher parts) {
        String scheme = parts.group(1).toLowerCase(Locale.ROOT);
        String authority = parts.group(2).toLowerCase(Locale.ROOT)
                .replaceFirst(scheme.equals("https") ? ":(443)?$" : ":(80)?$", "");
        return scheme + "://" + authority;
    }

    /** Some servers collapse the double slash within a path. */
    private static String embedded(String path) {
        return decoded(path.substring(1)).replaceFirst(":/+", "://");
    }

    /** Whether a path, or what stands for one, is an absolute URL behind a proxy's slash, encoded or not. */
    public static boolean embedsUrl(String path) {
        return EMBEDS_A_URL.test(path);
    }

    /** A text with its percent-encoded octets as the characters that they encode in UTF-8. */
    public static String decoded(String text) {
        return ENCODED.matcher(text).replaceAll(run -> Matcher.quoteReplacement(characters(run.group())));
    }

    private static String characters(String octets) {
        byte[] bytes = new byte[octets.length() / 3];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(octets, 3 * i + 1, 3 * i + 3, 16);
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
