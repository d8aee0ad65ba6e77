package taskgateway.fhir.strict;

import ca.uhn.fhir.model.api.IResource;
import java.util.List;
import taskgateway.rules.Finding;

/**
 * A resource as far as it could be read. When there are findings the resource lacks what they are about: it must not be
 * used for anything but finding further faults.
 *
 * @param resource the resource, or null when nothing could be read
 * @param findings every fault found; empty when the resource is good and whole
 */
public record Parsed<T extends IResource>(T resource, List<Finding> findings) {

    public Parsed {
        findings = List.copyOf(findings);
    }
}
