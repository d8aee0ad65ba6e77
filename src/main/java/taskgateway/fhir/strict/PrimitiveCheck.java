package taskgateway.fhir.strict;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import taskgateway.fhir.ElementPath.Siblings;
import taskgateway.fhir.ElementPath;
import taskgateway.fhir.strict.Structure.Element;
import taskgateway.rules.Rule;

/**
 * Checks the primitive elements of a tree: the value under the element's name, and beside it, under the name with an
 * underscore, the companion that holds the value's id and extensions (FHIR DSTU2, "JSON Representation", primitive
 * elements).
 */
final class PrimitiveCheck {

    private final BodyFaults faults;
    private final ContainedLinks links;
    private final StructureCheck shape;

    PrimitiveCheck(BodyFaults faults, ContainedLinks links, StructureCheck shape) {
        this.faults = faults;
        this.links = links;
        this.shape = shape;
    }

    /** An element that stands once; it has a value, a companion, or both. */
    boolean checkSingle(ObjectNode node, Element element, ElementPath path) {
        JsonNode value = node.get(element.name());
        JsonNode companion = node.get("_" + element.name());
        boolean right = value == null || isLegal(value, element, path);
        if (companion != null) {
            boolean attribute = element.isAttribute() && !node.has("resourceType");
            right &= isCompanion(companion, element, path, value != null, attribute);
            if (companion.isEmpty()) {
                node.remove("_" + element.name());
            }
        }
        return right;
    }

    /** An element that may repeat and has companions only: HAPI's parser wants values beside them, if only nulls. */
    boolean checkCompanionsAlone(ObjectNode node, Element element, ElementPath parent) {
        ArrayNode values = node.putArray(element.name());
        node.get("_" + element.name()).forEach(companion -> values.addNull());
        return checkRepeated(node, element, parent);
    }

    /**
     * In these arrays null holds the place of a value that has extensions only, and of extensions that are not there.
     */
    boolean checkRepeated(ObjectNode node, Element element, ElementPath parent) {
        JsonNode values = node.get(element.name());
        JsonNode companions = node.get("_" + element.name());
        if (!values.isArray() || values.isEmpty()) {
            return addFault(Rule.ELEMENT_TYPE, parent.child(element.name()), StructureCheck.ARRAY);
        }
        if (companions != null && (!companions.isArray() || companions.size() != values.size())) {
            return addFault(Rule.ELEMENT_TYPE, parent.child(element.name()),
                    "The array of extensions must be as long as that of values");
        }
        Siblings siblings = new Siblings(values.size());
        boolean right = true;
        for (int i = 0; i < values.size(); i++) {
            ElementPath path = parent.child(element.name(), i + 1, siblings);
            boolean valued = !values.get(i).isNull();
            boolean extended = companions != null && !companions.get(i).isNull();
            right &= !valued && extended || isLegal(values.get(i), element, path);
            right &= !extended || isCompanion(companions.get(i), element, path, valued, false);
        }
        if (companions != null) {
            leaveOutEmpty((ArrayNode) companions, node, element);
        }
        return right;
    }

    private static void leaveOutEmpty(ArrayNode companions, ObjectNode node, Element element) {
        boolean some = false;
        for (int i = 0; i < companions.size(); i++) {
            if (companions.get(i).isEmpty()) {
                companions.setNull(i);
            }
            some |= !companions.get(i).isNull();
        }
        if (!some) {
            node.remove("_" + element.name());
        }
    }

    private boolean isLegal(JsonNode value, Element element, ElementPath path) {
        if (!element.primitive().allows(value)) {
            return addFault(Rule.ELEMENT_TYPE, path, "The value must be " + element.primitive().wanted());
        }
        if (element.codes() != null && element.codes().fromCodeString(value.textValue()) == null) {
            return addFault(Rule.BINDING, path,
                    "The code is not in the value set that FHIR DSTU2 binds the element to");
        }
        if (element.name().equals("reference")) {
            if (!LexicalForm.uri(value.textValue())) {
                return addFault(Rule.REFERENCE_FORM, path, "A reference must be a URL, without white space");
            }
            links.addReference(value.textValue(), path);
        }
        return true;
    }

    /** Beside a value an id may stand alone; without one it would be an element without content. */
    private boolean isCompanion(JsonNode companion, Element element, ElementPath path, boolean valued,
            boolean attribute) {
        boolean idAlone = companion.size() == 1 && companion.has("id");
        if (attribute || element.bare() && !idAlone) {
            return addFault(Rule.ELEMENT_UNKNOWN, path, "An extension here cannot be carried by this gateway");
        }
        return idAlone && valued ? shape.checkContent(companion, StructureCheck.COMPANION, path)
                : shape.checkComposite(companion, StructureCheck.COMPANION, path);
    }

    private boolean addFault(Rule rule, ElementPath path, String diagnostics) {
        faults.add(rule, path, diagnostics);
        return false;
    }
}
