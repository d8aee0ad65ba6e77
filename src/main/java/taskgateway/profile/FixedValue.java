package taskgateway.profile;

import static taskgateway.rules.Rule.FIXED_VALUE;

import ca.uhn.fhir.model.api.ISupportsUndeclaredExtensions;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IPrimitiveType;
import taskgateway.fhir.ElementPath;

/**
 * A primitive has one fixed value, and nothing beside it: a fixed value without extensions allows none (FHIR DSTU2,
 * ElementDefinition.fixed[x], "exactly this value").
 *
 * @param path  the element's path in the definitions
 * @param fixed the value
 */
record FixedValue(String path, String fixed) implements ValueRule {

    @Override
    public void check(IBase value, ElementPath place, ProfileWalk walk) {
        boolean extended = value instanceof ISupportsUndeclaredExtensions extensible
                && !extensible.getAllUndeclaredExtensions().isEmpty();
        if (extended || !fixed.equals(((IPrimitiveType<?>) value).getValueAsString())) {
            walk.found(FIXED_VALUE, place, path + " must be \"" + fixed + "\", without extensions.");
        }
    }
}
