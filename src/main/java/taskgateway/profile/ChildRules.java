package taskgateway.profile;

import java.util.List;
import org.hl7.fhir.instance.model.api.IBase;
import taskgateway.fhir.ElementPath;

/**
 * The elements inside an element, as the profile lists them.
 *
 * @param elements their rules
 */
record ChildRules(List<ElementRule> elements) implements ValueRule {

    @Override
    public void check(IBase value, ElementPath place, ProfileWalk walk) {
        for (ElementRule element : elements) {
            element.check(value, place, walk);
        }
    }
}
