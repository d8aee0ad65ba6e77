package taskgateway.profile;

import static taskgateway.rules.Rule.ELEMENT_TYPE;

import ca.uhn.fhir.context.RuntimeChildChoiceDefinition;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBase;
import taskgateway.fhir.ElementPath;

/**
 * An element of several types has one of those that the profile allows; only then are its other rules asked.
 *
 * @param path   the element's path in the definitions
 * @param child  how FHIR's model names the element for each type
 * @param names  the names of the types that are allowed, e.g. {@code reasonCodeableConcept}
 * @param others the other rules
 */
record TypeRule(String path, RuntimeChildChoiceDefinition child, Set<String> names, List<ValueRule> others)
        implements ValueRule {

    @Override
    public void check(IBase value, ElementPath place, ProfileWalk walk) {
        if (!names.contains(child.getChildNameByDatatype(value.getClass()))) {
            walk.found(ELEMENT_TYPE, place, path + " must be given as " + String.join(" or ", names) + ".");
            return;
        }
        for (ValueRule other : others) {
            other.check(value, place, walk);
        }
    }
}
