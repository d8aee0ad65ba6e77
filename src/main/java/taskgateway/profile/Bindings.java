package taskgateway.profile;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.RuntimeChildPrimitiveBoundCodeDatatypeDefinition;
import ca.uhn.fhir.model.api.IDatatype;
import ca.uhn.fhir.model.dstu2.composite.ElementDefinitionDt;
import ca.uhn.fhir.model.dstu2.composite.ResourceReferenceDt;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.instance.model.api.IPrimitiveType;

/**
 * What an element's binding demands. Only a required binding does: the others leave the sender free.
 *
 * @param file  the definition that is compiled
 * @param codes the value sets that are defined, by their URLs
 */
record Bindings(DefinitionFile file, Map<String, ValueSetCodes> codes) {

    private static final String BASE = "http://hl7.org/fhir/ValueSet/";

    /**
     * @param inside the other rules of the element
     * @return all its rules
     */
    List<ValueRule> rules(ElementDefinitionDt element, BaseRuntimeChildDefinition child, List<ValueRule> inside) {
        if (!"required".equals(element.getBinding().getStrength())) {
            return inside;
        }
        String path = element.getPath();
        String type = element.getTypeFirstRep().getCode();
        if (element.getType().size() != 1 || !Binding.TYPES.contains(type)) {
            throw file.fault(path, "has a required binding on " + type + ", which the compiler does not know");
        }
        String valueSet = urlOf(element.getBinding().getValueSet());
        if (LanguageTag.BCP_47.equals(valueSet) && type.equals("code")) {
            return List.of(new LanguageTag(path));
        }
        if (codes.containsKey(valueSet)) {
            return List.of(new Binding(path, valueSet, codes.get(valueSet), inside));
        }
        if (child instanceof RuntimeChildPrimitiveBoundCodeDatatypeDefinition bound && isOf(valueSet, bound)) {
            return List.of(new Binding(path, valueSet, ValueSetCodes.of(bound), inside));
        }
        throw file.fault(path, "is bound to the value set " + valueSet + ", which is not defined");
    }

    /** Whether a value set of FHIR's own is the one that FHIR's model binds the element to. */
    private static boolean isOf(String valueSet, RuntimeChildPrimitiveBoundCodeDatatypeDefinition child) {
        String name = child.getBoundEnumType().getSimpleName().replaceAll("Enum$", "");
        return valueSet != null && valueSet.startsWith(BASE)
                && valueSet.substring(BASE.length()).replace("-", "").equalsIgnoreCase(name);
    }

    private static String urlOf(IDatatype valueSet) {
        if (valueSet instanceof ResourceReferenceDt reference) {
            return reference.getReference().getValue();
        }
        return valueSet instanceof IPrimitiveType<?> uri ? uri.getValueAsString() : null;
    }
}
