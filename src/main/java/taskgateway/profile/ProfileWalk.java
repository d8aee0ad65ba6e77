package taskgateway.profile;

import ca.uhn.fhir.model.api.IResource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import taskgateway.fhir.ElementPath;
import taskgateway.rules.Finding;
import taskgateway.rules.Rule;

/**
 * One check of one resource, for one thread: what was found so far, and which contained resources were referred to and
 * checked.
 */
final class ProfileWalk {

    private final Map<String, Profile> profiles;
    private final ElementPath root;
    private final List<IResource> contained;
    private final boolean lacksContained;
    private final List<Finding> findings = new ArrayList<>();
    private final Set<List<String>> known = new HashSet<>();
    private final Map<IResource, Boolean> targets = new IdentityHashMap<>();
    private final Map<IResource, Set<String>> checked = new IdentityHashMap<>();

    ProfileWalk(Map<String, Profile> profiles, Profile profile, List<IResource> contained) {
        this.profiles = profiles;
        this.root = ElementPath.root(profile.type());
        this.lacksContained = contained.size() < profile.contained().min();
        this.contained = contained;
    }

    /** What the resource that is checked contains. */
    List<IResource> contained() {
        return contained;
    }

    boolean isContained(IBaseResource resource) {
        return contained.stream().anyMatch(one -> one == resource);
    }

    /** Whether less is contained than the profile demands: then a reference that finds nothing is no further fault. */
    boolean lacksContained() {
        return lacksContained;
    }

    /** How many faults were found so far. */
    int faults() {
        return findings.size();
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }

    /** Notes a fault, once for each rule and place. */
    void found(Rule rule, ElementPath place, String diagnostics) {
        String location = place.toString();
        if (known.add(List.of(rule.name(), location))) {
            findings.add(rule.found(location, diagnostics));
        }
    }

    /** Notes that an element refers to a contained resource, and whether the element allows its type. */
    void refer(IResource target, boolean fits) {
        targets.put(target, fits);
    }

    boolean isTarget(IResource resource) {
        return targets.containsKey(resource);
    }

    /** Whether an element refers to the resource without allowing its type. */
    boolean isMisfit(IResource resource) {
        return Boolean.FALSE.equals(targets.get(resource));
    }

    /** Checks a contained resource against a profile, unless it has been already. */
    void checkContained(IResource resource, String profileUrl) {
        if (checked.computeIfAbsent(resource, key -> new HashSet<>(2)).add(profileUrl)) {
            profiles.get(profileUrl).check(resource, place(resource), this);
        }
    }

    /** The place of a contained resource. */
    ElementPath place(IResource resource) {
        int index = 0;
        while (contained.get(index) != resource) {
            index++;
        }
        return root.child("contained", contained.size() > 1 ? index + 1 : 0).child(resource.getResourceName());
    }
}
