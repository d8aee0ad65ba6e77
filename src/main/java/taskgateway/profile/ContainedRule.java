package taskgateway.profile;

import static taskgateway.rules.Rule.CONTAINED;

import ca.uhn.fhir.model.api.IResource;
import ca.uhn.fhir.model.api.ResourceMetadataKeyEnum;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.lang3.StringUtils;
import org.hl7.fhir.instance.model.api.IBaseResource;
import taskgateway.fhir.ElementPath;
import taskgateway.fhir.FhirId;
import taskgateway.fhir.strict.Decoded;

/**
 * What a resource may contain (specification, section 5: the Basic of its detail and nothing else), and FHIR's
 * invariants on contained resources. To be asked when the references have been followed.
 *
 * @param path       the element's path in the definitions, e.g. {@code Order.contained}
 * @param min        how many resources at least
 * @param max        how many at most
 * @param types      the types that are allowed, each with the profile to check it against, or an empty text
 * @param invariants the invariants that the profile states
 */
record ContainedRule(String path, int min, int max, Map<String, String> types, Set<Invariant> invariants) {

    /**
     * The id by which a contained resource is referred to, without the {@code #} that HAPI may put before it; or null.
     */
    static String id(IResource resource) {
        return StringUtils.removeStart(resource.getId().getIdPart(), "#");
    }

    /** What a resource contains. */
    static List<IResource> containedIn(IBaseResource resource) {
        return resource instanceof IResource container
                ? List.copyOf(container.getContained().getContainedResources())
                : List.of();
    }

    /** Checks what a resource contains; of more than may be there, those that nothing refers to are to go. */
    void check(IBaseResource resource, ElementPath place, ProfileWalk walk) {
        if (walk.isContained(resource)) {
            checkNested(resource, place, walk);
            return;
        }
        List<IResource> contained = walk.contained();
        if (contained.size() < min) {
            walk.found(CONTAINED, place.child("contained"),
                    path + Decoded.MISSING + "it must hold " + typeNames() + ".");
        }
        List<IResource> ranked = contained.stream().sorted(Comparator.comparing(one -> !walk.isTarget(one))).toList();
        for (int i = 0; i < ranked.size(); i++) {
            if (i < max) {
                checkOne(ranked.get(i), walk);
            } else {
                walk.found(CONTAINED, walk.place(ranked.get(i)), path + " holds more than " + max
                        + (max == 1 ? " resource" : " resources") + ": leave the others out.");
            }
        }
        checkIds(contained, walk);
        if (invariants.contains(Invariant.DOM_3) && walk.faults() == 0) {
            contained.stream().filter(one -> !walk.isTarget(one)).forEach(one -> walk.found(CONTAINED, walk.place(one),
                    "A contained resource must be referred to (dom-3)."));
        }
    }

    private void checkOne(IResource resource, ProfileWalk walk) {
        ElementPath place = walk.place(resource);
        boolean allowed = types.containsKey(ReferenceRule.ANY) || types.containsKey(resource.getResourceName());
        if (!allowed && !walk.isMisfit(resource)) {
            walk.found(CONTAINED, place, path + " must hold " + typeNames() + " only.");
        }
        if (allowed && !types.getOrDefault(resource.getResourceName(), "").isEmpty()) {
            walk.checkContained(resource, types.get(resource.getResourceName()));
        }
        if (invariants.contains(Invariant.DOM_2)) {
            checkNested(resource, place, walk);
        }
        boolean stamped = ResourceMetadataKeyEnum.UPDATED.get(resource) != null
                || ResourceMetadataKeyEnum.VERSION.get(resource) != null;
        if (invariants.contains(Invariant.DOM_4) && stamped) {
            walk.found(CONTAINED, place.child("meta"),
                    "A contained resource has no meta.versionId and no meta.lastUpdated (dom-4): leave them out.");
        }
    }

    private static void checkNested(IBaseResource resource, ElementPath place, ProfileWalk walk) {
        if (!containedIn(resource).isEmpty()) {
            walk.found(CONTAINED, place.child("contained"), "A contained resource contains nothing itself (dom-2).");
        }
    }

    private static void checkIds(List<IResource> contained, ProfileWalk walk) {
        Set<String> ids = new HashSet<>();
        for (IResource resource : contained) {
            String id = id(resource);
            if (!FhirId.isLegal(id)) {
                walk.found(CONTAINED, walk.place(resource).child("id"),
                        "A contained resource needs an id of 1 to 64 letters, digits, '-' and '.'.");
            } else if (!ids.add(id)) {
                walk.found(CONTAINED, walk.place(resource), "Each contained resource needs an id of its own.");
            }
        }
    }

    private String typeNames() {
        return types.containsKey(ReferenceRule.ANY) ? "a resource" : String.join(" or ", types.keySet());
    }
}
