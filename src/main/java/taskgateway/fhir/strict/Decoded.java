package taskgateway.fhir.strict;

import ca.uhn.fhir.model.dstu2.resource.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import taskgateway.rules.Finding;
import taskgateway.rules.Rule;

/**
 * An Order as decoded. When there are findings the Order lacks what they are about and is good only for finding further
 * faults: it must be refused.
 *
 * @param order    the Order, never null
 * @param findings the faults of layer 7 that decoding found
 */
public record Decoded(Order order, List<Finding> findings) {

    /** Words of every finding that an element is not there. */
    public static final String MISSING = " is missing: ";

    private static final Pattern PLACE = Pattern.compile("\\[[0-9]+]");
    private static final Pattern LAST_PLACE = Pattern.compile("\\[[0-9]+]$");
    private static final Predicate<String> CONTAINED =
            Pattern.compile("/f:Order/f:contained(/f:[A-Za-z]+(/f:id)?)?").asMatchPredicate();
    private static final Predicate<String> CODE =
            Pattern.compile("/f:coding(\\[[0-9]+])?(/f:(system|code))?").asMatchPredicate();

    public Decoded {
        findings = List.copyOf(findings);
    }

    /**
     * The findings of decoding and further ones. Left out are those about an element that decoding cut out as faulty,
     * about something inside it, or that what it was in is missing: that is no news of an element that was there and
     * wrong.
     */
    public List<Finding> and(List<Finding> further) {
        List<Finding> all = new ArrayList<>(findings);
        further.stream()
                .filter(finding -> findings.stream().noneMatch(known -> follows(known, finding)))
                .forEach(all::add);
        return all;
    }

    private static boolean follows(Finding known, Finding other) {
        return known.location() != null && other.location() != null
                && (covers(known, other) || empties(known, other) || hides(known, other) || unlinks(known, other));
    }

    /** Whether what was cut out was all that the element held. */
    private static boolean empties(Finding known, Finding other) {
        return other.diagnostics().contains(MISSING)
                && bare(known.location()).startsWith(bare(other.location()) + "/");
    }

    /** Whether what was cut out is the contained resource, or its id, to which a reference may be. */
    private static boolean unlinks(Finding known, Finding other) {
        return other.rule() == Rule.CONTAINED && other.location().endsWith("/f:reference")
                && CONTAINED.test(bare(known.location()));
    }

    private static String bare(String location) {
        return PLACE.matcher(location).replaceAll("");
    }

    /**
     * Whether what was cut out is a code, or its system, of which it can no longer be said whether the value set has
     * it.
     */
    private static boolean hides(Finding known, Finding other) {
        return other.rule() == Rule.BINDING && known.location().startsWith(other.location() + "/f:coding")
                && CODE.test(known.location().substring(other.location().length()));
    }

    /** Of the values of one element one that is wrong takes the others along. */
    private static boolean covers(Finding known, Finding other) {
        return (other.location() + "/").startsWith(known.location() + "/")
                || LAST_PLACE.matcher(known.location()).replaceFirst("").equals(other.location());
    }
}
