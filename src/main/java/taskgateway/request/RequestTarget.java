package taskgateway.request;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import taskgateway.fhir.HttpUrl;

/**
 * A request target in its normal form (RFC 3986, section 6.2.2): percent-encoding stands for what it encodes, wholly
 * where the target holds the provider's URL, and elsewhere in those characters that are the same encoded or not: a
 * slash is not.
 *
 * @param path  the path, or the whole URL where the target is one
 * @param query or null
 */
public record RequestTarget(String path, String query) {

    /** RFC 3986, section 2.3. */
    private static final Pattern UNRESERVED =
            Pattern.compile("%(2[DdEe]|3[0-9]|4[1-9A-Fa-f]|5[0-9AaFf]|6[1-9A-Fa-f]|7[0-9AaEe])");

    /** Reads a target. */
    public static RequestTarget of(String target) {
        String[] parts = target.split("\\?", 2);
        Optional<String> query = Stream.of(parts).skip(1).findFirst();
        if (!HttpUrl.embedsUrl(parts[0])) {
            String path = UNRESERVED.matcher(parts[0]).replaceAll(one -> HttpUrl.decoded(one.group()));
            return new RequestTarget(path, query.orElse(null));
        }
        // A URL that is encoded whole brings its own query along.
        String[] embedded = HttpUrl.decoded(parts[0]).split("\\?", 2);
        String queries = Stream.concat(Stream.of(embedded).skip(1), query.stream()).collect(Collectors.joining("&"));
        return new RequestTarget(embedded[0], embedded.length == 1 && query.isEmpty() ? null : queries);
    }
}
