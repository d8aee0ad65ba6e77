package taskgateway.profile;

import ca.uhn.fhir.model.dstu2.composite.ElementDefinitionDt;
import java.util.LinkedHashMap;
import java.util.Map;

/** The constructs of an ElementDefinition that the compiler does not know: it stops at them. */
final class KnownConstructs {

    private KnownConstructs() {
    }

    /**
     * @throws IllegalArgumentException when the element uses a construct that the compiler does not know, or lacks one
     *                                  that every element of a snapshot has
     */
    static void requireKnown(DefinitionFile file, ElementDefinitionDt element) {
        String path = element.getPath();
        unknown(element).forEach((construct, there) -> {
            if (there) {
                throw file.fault(path, "has " + construct + ", which the compiler does not know");
            }
        });
        file.requireNoExtension(path, element);
        element.getType().forEach(type -> file.requireNoExtension(path, type));
        file.requireNoExtension(path, element.getBinding());
        if (element.getMin() == null || element.getMax() == null) {
            throw file.fault(path, "needs a min and a max");
        }
    }

    private static Map<String, Boolean> unknown(ElementDefinitionDt element) {
        Map<String, Boolean> unknown = new LinkedHashMap<>();
        unknown.put("slicing", !element.getSlicing().isEmpty());
        unknown.put("a name, for slices or references to it", element.getName() != null);
        unknown.put("nameReference", element.getNameReference() != null);
        unknown.put("pattern[x]", element.getPattern() != null);
        unknown.put("minValue[x]", element.getMinValue() != null);
        unknown.put("maxValue[x]", element.getMaxValue() != null);
        unknown.put("maxLength", element.getMaxLength() != null);
        unknown.put("defaultValue[x]", element.getDefaultValue() != null);
        return unknown;
    }
}
