package taskgateway.fhir;

import ca.uhn.fhir.model.dstu2.resource.Order;
import java.util.ArrayList;
import java.util.List;
import taskgateway.rules.Finding;

/**
 * An Order as decoded. When there are findings the Order lacks what they are about and is good only for finding further
 * faults: it must be refused.
 *
 * @param order    the Order, never null
 * @param findings the faults of layer 7 that decoding found
 */
public record Decoded(Order order, List<Finding> findings) {

    public Decoded {
        findings = List.copyOf(findings);
    }

    /**
     * The findings of decoding and further ones. Left out are those about an element that decoding cut out as faulty, or
     * about something inside it: "missing" is no news of an element that was there and wrong.
     */
    public List<Finding> and(List<Finding> further) {
        List<Finding> all = new ArrayList<>(findings);
        further.stream().filter(finding -> findings.stream().noneMatch(known -> covers(known, finding))).forEach(all::add);
        return all;
    }

    private static boolean covers(Finding known, Finding other) {
        return known.location() != null && other.location() != null
                && (other.location() + "/").startsWith(known.location() + "/");
    }
}
