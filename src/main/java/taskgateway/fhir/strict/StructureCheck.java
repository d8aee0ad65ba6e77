package taskgateway.fhir.strict;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import taskgateway.fhir.ElementPath.Siblings;
import taskgateway.fhir.ElementPath;
import taskgateway.fhir.Format;
import taskgateway.fhir.strict.Structure.Element;
import taskgateway.fhir.strict.Structure.ElementKind;
import taskgateway.rules.Rule;

/**
 * Walks a resource's tree beside the model and finds whatever is not as FHIR DSTU2 has it: unknown elements, wrong JSON
 * kinds, nulls, empty values, illegal values, extensions that are not whole (specification, section 6, layer 7). What
 * is wrong is told once and cut out of the tree, so that HAPI's parser, which is lenient in some of this and falls over
 * some, reads only what is right.
 */
final class StructureCheck {

    static final String ARRAY = "The element must be an array, and not empty";
    static final String EMPTY = "The value must be an object, and not empty";
    static final String MODIFIER =
            "A modifierExtension could change what the task says, and this gateway knows none: leave it out";

    /** What may stand in the companion of a primitive element. */
    static final Structure COMPANION = Structure.ofPrimitive();

    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);
    private static final String COMMENTS = "fhir_comments";

    private final BodyFaults faults;
    private final Format format;
    private final ContainedLinks links = new ContainedLinks();
    private final PrimitiveCheck values;

    /** The ids of the elements of the resource that is walked: each stands once in it (DSTU2, Element.id). */
    private Set<String> ids = new HashSet<>();

    private StructureCheck(BodyFaults faults, Format format) {
        this.faults = faults;
        this.format = format;
        this.values = new PrimitiveCheck(faults, links, this);
    }

    /** Checks the tree of a resource of a known type, and cuts out what is wrong. */
    static void check(ObjectNode tree, Format format, BodyFaults faults) {
        String type = tree.get("resourceType").textValue();
        StructureCheck shape = new StructureCheck(faults, format);
        shape.checkElements(tree, Structure.ofResource(type), ElementPath.root(type));
        shape.links.addBrokenTo(faults);
    }

    static String unknownIn(Structure type) {
        return "Not an element of " + type.name()
                + " in FHIR DSTU2, or not one that this gateway can carry: leave it out";
    }

    private void checkElements(ObjectNode node, Structure type, ElementPath path) {
        Set<String> choices = new HashSet<>();
        for (String name : names(node)) {
            if (name.equals(COMMENTS)) {
                checkComments(node, path);
            } else if (name.startsWith("_")) {
                checkCompanion(node, name.substring(1), type, path, choices);
            } else if (!(name.equals("resourceType") && type.elements().containsKey("meta"))) {
                checkElement(node, name, type, path, choices);
            }
        }
        if (type.isNarrative() && !node.has("div")) {
            faults.add(Rule.NARRATIVE_EMPTY, path.child("div"), "The narrative has no div");
        }
        if (node.path("div").isMissingNode()) {
            node.remove("div");
        }
        if (type.losesId()) {
            node.remove("id");
        }
    }

    private static List<String> names(ObjectNode node) {
        List<String> names = new ArrayList<>(node.size());
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private void checkElement(ObjectNode node, String name, Structure type, ElementPath path, Set<String> choices) {
        Element element = type.elements().get(name);
        boolean right;
        if (name.equals("modifierExtension")) {
            right = addFault(Rule.MODIFIER_EXTENSION, path.child(name), MODIFIER);
        } else if (element == null) {
            right = addFault(Rule.ELEMENT_UNKNOWN, path.child(name), unknownIn(type));
        } else if (isSecondChoice(element, choices)) {
            right = addFault(Rule.CARDINALITY, path.child(name), onlyOne(element));
        } else {
            right = element.many() ? checkRepeated(node, element, path) : checkSingle(node, element, path);
        }
        if (!right) {
            node.remove(List.of(name, "_" + name));
        }
    }

    private boolean checkSingle(ObjectNode node, Element element, ElementPath parent) {
        ElementPath path = parent.child(element.name());
        return switch (element.kind()) {
            case PRIMITIVE -> values.checkSingle(node, element, path);
            case COMPOSITE -> checkComposite(node.get(element.name()), element.structure().get(), path);
            case XHTML -> checkDiv(node, path);
            case CONTAINED -> throw new IllegalStateException("contained is always many");
        };
    }

    private boolean checkRepeated(ObjectNode node, Element element, ElementPath parent) {
        return element.kind() == ElementKind.PRIMITIVE ? values.checkRepeated(node, element, parent)
                : checkItems(node, element, parent);
    }

    private boolean checkItems(ObjectNode node, Element element, ElementPath parent) {
        JsonNode items = node.get(element.name());
        if (!items.isArray() || items.isEmpty()) {
            return addFault(Rule.ELEMENT_TYPE, parent.child(element.name()), ARRAY);
        }
        Siblings siblings = new Siblings(items.size());
        Set<String> tags = new HashSet<>();
        ArrayNode right = NODES.arrayNode();
        for (int i = 0; i < items.size(); i++) {
            ElementPath path = parent.child(element.name(), i + 1, siblings);
            if (checkItem(items.get(i), element, path) && isNew(items.get(i), element, tags, path)) {
                right.add(items.get(i));
            }
        }
        if (right.size() < items.size()) {
            node.set(element.name(), right);
        }
        return !right.isEmpty();
    }

    private boolean checkItem(JsonNode item, Element element, ElementPath path) {
        return element.kind() == ElementKind.CONTAINED ? checkContained(item, path)
                : checkComposite(item, element.structure().get(), path);
    }

    /** Tags and labels are sets. HAPI keeps one tag of a system and code; another with other words would be lost. */
    private boolean isNew(JsonNode item, Element element, Set<String> tags, ElementPath path) {
        return element.kind() == ElementKind.CONTAINED || !element.structure().get().isOfSet()
                || tags.add(item.path("system") + "|" + item.path("code"))
                || addFault(Rule.ELEMENT_TYPE, path, "The same tag or label stands twice");
    }

    /** A companion stands beside a primitive element, or in its place: then it has extensions but no value. */
    private void checkCompanion(ObjectNode node, String name, Structure type, ElementPath path, Set<String> choices) {
        Element element = type.elements().get(name);
        if (element == null || element.kind() != ElementKind.PRIMITIVE) {
            addFault(Rule.ELEMENT_UNKNOWN, path.child("_" + name), unknownIn(type));
            node.remove("_" + name);
        } else if (node.has("_" + name) && !node.has(name) && !checkCompanionAlone(node, element, path, choices)) {
            node.remove(List.of(name, "_" + name));
        }
    }

    private boolean checkCompanionAlone(ObjectNode node, Element element, ElementPath path, Set<String> choices) {
        if (isSecondChoice(element, choices)) {
            return addFault(Rule.CARDINALITY, path.child(element.name()), onlyOne(element));
        }
        return element.many() ? values.checkCompanionsAlone(node, element, path)
                : values.checkSingle(node, element, path.child(element.name()));
    }

    private static boolean isSecondChoice(Element element, Set<String> choices) {
        return element.choice() != null && !choices.add(element.choice());
    }

    private static String onlyOne(Element element) {
        return "Of the choice " + element.choice() + "[x] only one may be there";
    }

    /** An object of the type, checked to its depth; false when it is none. */
    boolean checkComposite(JsonNode value, Structure type, ElementPath path) {
        if (!value.isObject() || value.isEmpty() || value.size() == 1 && value.has("id")) {
            return addFault(Rule.ELEMENT_TYPE, path, EMPTY);
        }
        return checkContent(value, type, path);
    }

    /** What is in an object of the type, be it but an id. */
    boolean checkContent(JsonNode value, Structure type, ElementPath path) {
        if (type.isExtension() && !isWhole(value)) {
            return addFault(Rule.EXTENSION_INCOMPLETE, path,
                    "An extension needs a url, and either one value or extensions of its own");
        }
        if (type.isTag() && !value.has("system") && !value.has("code")) {
            return addFault(Rule.ELEMENT_TYPE, path, "A tag needs a system or a code");
        }
        if (type.elements().containsKey("id") && value.path("id").isTextual()
                && !ids.add(value.get("id").textValue())) {
            addFault(Rule.ELEMENT_TYPE, path.child("id"), "Another element of the resource has the same id");
            ((ObjectNode) value).remove("id");
        }
        checkElements((ObjectNode) value, type, path);
        return !type.isExtension() || isWhole(value);
    }

    private static boolean isWhole(JsonNode extension) {
        boolean value = false;
        for (String name : names((ObjectNode) extension)) {
            value = value || name.startsWith("value") || name.startsWith("_value");
        }
        return extension.has("url") && value != extension.has("extension");
    }

    private boolean checkContained(JsonNode value, ElementPath parent) {
        String type = value.path("resourceType").asText();
        if (!value.isObject() || !value.path("resourceType").isTextual() || !Structure.isResource(type)) {
            links.addUnreadContained();
            return addFault(Rule.RESOURCE_TYPE_UNKNOWN, parent,
                    "A contained resource must name its type, and that be one of FHIR DSTU2");
        }
        ElementPath path = parent.child(type);
        ObjectNode resource = (ObjectNode) value;
        if (resource.remove("contained") != null) {
            addFault(Rule.CONTAINED, path.child("contained"), "A contained resource cannot contain resources");
        }
        boolean anonymous = !resource.has("id") && !resource.has("_id");
        Set<String> outside = ids;
        ids = new HashSet<>();
        checkElements(resource, Structure.ofResource(type), path);
        ids = outside;
        if (anonymous) {
            addFault(Rule.CARDINALITY, path.child("id"),
                    "A contained resource must have an id, so that it can be referred to");
        }
        noteContained(resource.get("id"), path.child("id"));
        return true;
    }

    private void noteContained(JsonNode id, ElementPath path) {
        if (id == null) {
            links.addUnreadContained();
        } else if (!links.addContained(id.textValue())) {
            addFault(Rule.CONTAINED, path, "Two contained resources have the same id");
        }
    }

    /** XML's narratives were read where they stood. */
    private boolean checkDiv(ObjectNode node, ElementPath path) {
        JsonNode value = node.get("div");
        if (format == Format.XML) {
            return true;
        }
        String kept = null;
        if (value.isTextual()) {
            kept = Narrative.ofJson(value.textValue(), path, faults);
        } else {
            addFault(Rule.ELEMENT_TYPE, path, "The value must be a string that holds an XHTML div");
        }
        node.set("div", kept == null ? NODES.missingNode() : TextNode.valueOf(kept));
        return true;
    }

    /** DSTU2 lets comments stand anywhere as an array of strings; they carry no information and are left out. */
    private void checkComments(ObjectNode node, ElementPath path) {
        JsonNode comments = node.remove(COMMENTS);
        boolean strings = comments.isArray();
        for (JsonNode comment : comments) {
            strings &= comment.isTextual();
        }
        if (!strings) {
            addFault(Rule.ELEMENT_TYPE, path.child(COMMENTS), "Comments must be an array of strings");
        }
    }

    private boolean addFault(Rule rule, ElementPath path, String diagnostics) {
        faults.add(rule, path, diagnostics);
        return false;
    }
}
