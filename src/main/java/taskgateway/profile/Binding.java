package taskgateway.profile;

import static taskgateway.rules.Rule.BINDING;

import ca.uhn.fhir.model.dstu2.composite.CodeableConceptDt;
import ca.uhn.fhir.model.dstu2.composite.CodingDt;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IPrimitiveType;
import taskgateway.fhir.ElementPath;

/**
 * A code, a Coding, or one Coding at least of a CodeableConcept is of a value set.
 *
 * @param path     the element's path in the definitions
 * @param valueSet the value set's URL, or its name in FHIR's model
 * @param codes    its codes
 * @param inside   the element's other rules: a fault that they find, such as a wrong system, is said once, by them
 */
record Binding(String path, String valueSet, ValueSetCodes codes, List<ValueRule> inside) implements ValueRule {

    /** The types that a required binding can be checked on. */
    static final List<String> TYPES = List.of("code", "Coding", "CodeableConcept");

    @Override
    public void check(IBase value, ElementPath place, ProfileWalk walk) {
        int before = walk.faults();
        for (ValueRule rule : inside) {
            rule.check(value, place, walk);
        }
        if (walk.faults() == before && !isBound(value)) {
            walk.found(BINDING, place, path + " must hold a code of the value set " + valueSet + ".");
        }
    }

    private boolean isBound(IBase value) {
        if (value instanceof CodeableConceptDt concept) {
            return concept.getCoding().stream().anyMatch(this::isBound);
        }
        if (value instanceof CodingDt coding) {
            // as they were sent: getCode() would take a code with a blank behind it for the code
            return codes.has(coding.getSystemElement().getValueAsString(), coding.getCodeElement().getValueAsString());
        }
        return codes.has(((IPrimitiveType<?>) value).getValueAsString());
    }
}
