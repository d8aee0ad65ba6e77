package taskgateway.profile;

import java.util.List;
import org.hl7.fhir.instance.model.api.IBaseResource;
import taskgateway.fhir.ElementPath;

/**
 * A compiled profile.
 *
 * @param type      the resource type it constrains
 * @param elements  the rules of the resource's elements
 * @param contained what the resource may contain
 */
record Profile(String type, List<ElementRule> elements, ContainedRule contained) {

    /** Adds to the walk what is wrong with a resource of the profile's type. */
    void check(IBaseResource resource, ElementPath place, ProfileWalk walk) {
        for (ElementRule element : elements) {
            element.check(resource, place, walk);
        }
        ExtensionValues.check(resource, place, walk);
        contained.check(resource, place, walk);
    }
}
