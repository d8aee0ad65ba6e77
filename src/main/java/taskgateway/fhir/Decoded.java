package taskgateway.fhir;

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

    private static final Predicate<String> CODE = Pattern.compile("/f:coding(\\[[0-9]+])?(/f:(system|code))?").asMatchPredicate();

    public Decoded {
        findings = List.copyOf(findings);
    }

    /**
     * The findings of decoding and further ones. Left out are those about an element that decoding cut out as faulty, or
     * about something inside it: "missing" is no news of an element that was there and wrong.
     */
    public List<Finding> and(List<Finding> further) {
        List<Finding> all = new ArrayList<>(findings);
        further.stream().filter(finding -> findings.stream().noneMatch(known -> covers(known, finding) || hides(known, finding)))
                .forEach(all::add);
        return all;
    }

    /** Whether what was cut out is a code, or its system, of which it can no longer be said whether the value set has it. */
    private static boolean hides(Finding known, Finding other) {
        return other.rule() == Rule.BINDING && known.location() != null && known.location().startsWith(other.location() + "/f:coding")
                && CODE.test(known.location().substring(other.location().length()));
    }

    private static boolean covers(Finding known, Finding other) {
        return known.location() != null && other.location() != null
                && (other.location() + "/").startsWith(known.location() + "/");
    }
}
