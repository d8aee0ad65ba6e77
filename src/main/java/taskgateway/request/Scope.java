package taskgateway.request;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One item of the claim {@code requested_scope} (specification, section 4).
 *
 * @param level  {@code patient} or {@code organization}
 * @param type   a FHIR resource type, which compares without case, or {@code *}
 * @param access {@code read}, {@code write} or {@code *}
 */
public record Scope(String level, String type, String access) {

    private static final Pattern FORM = Pattern.compile("(patient|organization)/([A-Za-z]+|\\*)\\.(read|write|\\*)");

    /**
     * Reads the claim.
     *
     * @param claim items with one space between them
     * @return its items in order, or empty when any one of them is malformed
     */
    public static Optional<List<Scope>> parse(String claim) {
        List<Matcher> items = Stream.of(claim.split(" ", -1)).map(FORM::matcher).toList();
        if (!items.stream().allMatch(Matcher::matches)) {
            return Optional.empty();
        }
        return Optional.of(items.stream().map(item -> new Scope(item.group(1), item.group(2), item.group(3))).toList());
    }

    boolean covers(String resourceType) {
        return type.equals("*") || type.equalsIgnoreCase(resourceType);
    }

    boolean reads() {
        return !access.equals("write");
    }

    boolean writes() {
        return !access.equals("read");
    }
}
