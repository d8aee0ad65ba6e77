package taskgateway.fhir.strict;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import taskgateway.fhir.ElementPath;
import taskgateway.rules.Rule;

/**
 * The contained resources of one resource, and the references to them: each must meet the other (FHIR DSTU2, ref-1).
 */
final class ContainedLinks {

    private final Set<String> ids = new HashSet<>();
    private final Map<ElementPath, String> references = new LinkedHashMap<>();
    private boolean unread;

    /** @return false when another contained resource has the id */
    boolean addContained(String id) {
        return ids.add(id);
    }

    /** Notes a contained resource whose id is not known for a fault of its own: any reference may be to that. */
    void addUnreadContained() {
        unread = true;
    }

    void addReference(String reference, ElementPath path) {
        if (reference.startsWith("#")) {
            references.put(path, reference.substring(1));
        }
    }

    void addBrokenTo(BodyFaults faults) {
        references.forEach((path, id) -> {
            if (!unread && !ids.contains(id)) {
                faults.add(Rule.REFERENCE_FORM, path, "The reference is to a contained resource that is not there");
            }
        });
    }
}
