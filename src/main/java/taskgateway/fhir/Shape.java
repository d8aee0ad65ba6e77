package taskgateway.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import taskgateway.fhir.Path.Siblings;
import taskgateway.fhir.Structure.Element;
import taskgateway.fhir.Structure.Kind;
import taskgateway.rules.Rule;

/**
 * Walks a resource's tree beside the model and finds whatever is not as FHIR DSTU2 has it: unknown elements, wrong JSON
 * kinds, nulls, empty values, illegal values, extensions that are not whole (specification, section 6, layer 7). What is
 * wrong is told once and cut out of the tree, so that HAPI's parser, which is lenient in some of this and falls over some,
 * reads only what is right.
 */
final class Shape {

    static final String MODIFIER = "A modifierExtension could change what the task says, and this gateway knows none: leave it out";

    /** What may stand in the companion of a primitive element; HAPI would lose an id there. */
    static final Structure COMPANION = new Structure("primitive element",
            Map.of("extension", Structure.ofResource("Order").elements().get("extension")));

    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);
    private static final String COMMENTS = "fhir_comments";

    private final Faults faults;
    private final Format format;
    private final Set<String> containedIds = new HashSet<>();
    private final Map<Path, String> links = new LinkedHashMap<>();

    private Shape(Faults faults, Format format) {
        this.faults = faults;
        this.format = format;
    }

    /** Checks the tree of a resource of a known type, and cuts out what is wrong. */
    static void check(ObjectNode tree, Format format, Faults faults) {
        String type = tree.get("resourceType").textValue();
        Shape shape = new Shape(faults, format);
        shape.elements(tree, Structure.ofResource(type), Path.root(type));
        shape.links.forEach((path, link) -> {
            if (!shape.containedIds.contains(link.substring(1))) {
                faults.add(Rule.REFERENCE_FORM, path, "The reference is to a contained resource that is not there");
            }
        });
    }

    static String unknown(Structure type) {
        return "Not an element of " + type.name() + " in FHIR DSTU2, or not one that this gateway can carry";
    }

    private void elements(ObjectNode node, Structure type, Path path) {
        Set<String> choices = new HashSet<>();
        for (String name : names(node)) {
            if (name.equals(COMMENTS)) {
                comments(node, path);
            } else if (name.startsWith("_")) {
                companionAlone(node, name.substring(1), type, path, choices);
            } else if (!(name.equals("resourceType") && type.elements().containsKey("meta"))) {
                element(node, name, type, path, choices);
            }
        }
        if (type.isNarrative() && !node.has("div")) {
            faults.add(Rule.NARRATIVE_EMPTY, path.child("div"), "The narrative has no div");
        }
        if (node.path("div").isMissingNode()) {
            node.remove("div");
        }
    }

    private static List<String> names(ObjectNode node) {
        List<String> names = new ArrayList<>(node.size());
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private void element(ObjectNode node, String name, Structure type, Path path, Set<String> choices) {
        Element element = type.elements().get(name);
        boolean right;
        if (name.equals("modifierExtension")) {
            right = fault(Rule.MODIFIER_EXTENSION, path.child(name), MODIFIER);
        } else if (element == null) {
            right = fault(Rule.ELEMENT_UNKNOWN, path.child(name), unknown(type));
        } else if (isSecondChoice(element, choices)) {
            right = fault(Rule.CARDINALITY, path.child(name), onlyOne(element));
        } else {
            right = element.many() ? items(node, element, path) : one(node, element, path);
        }
        if (!right) {
            node.remove(List.of(name, "_" + name));
        }
    }

    private boolean one(ObjectNode node, Element element, Path parent) {
        Path path = parent.child(element.name());
        JsonNode value = node.get(element.name());
        return switch (element.kind()) {
            case PRIMITIVE -> primitive(value, element, path)
                    & companion(node.get("_" + element.name()), element, path);
            case COMPOSITE -> composite(value, element.structure().get(), path);
            case XHTML -> div(node, value, path);
            case CONTAINED -> throw new IllegalStateException("contained is always many");
        };
    }

    private boolean items(ObjectNode node, Element element, Path parent) {
        JsonNode items = node.get(element.name());
        if (!items.isArray() || items.isEmpty()) {
            return fault(Rule.ELEMENT_TYPE, parent.child(element.name()), "The element must be an array, and not empty");
        }
        Siblings siblings = new Siblings(items.size());
        if (element.kind() == Kind.PRIMITIVE) {
            return primitives(items, node.get("_" + element.name()), element, parent, siblings);
        }
        ArrayNode right = NODES.arrayNode();
        for (int i = 0; i < items.size(); i++) {
            Path path = parent.child(element.name(), i + 1, siblings);
            JsonNode item = items.get(i);
            if (element.kind() == Kind.CONTAINED ? contained(item, path) : composite(item, element.structure().get(), path)) {
                right.add(item);
            }
        }
        if (right.size() < items.size()) {
            node.set(element.name(), right);
        }
        return !right.isEmpty();
    }

    /** In an array of primitives null holds the place of a value that has extensions only, and of an extension that is not. */
    private boolean primitives(JsonNode values, JsonNode companions, Element element, Path parent, Siblings siblings) {
        if (companions != null && (!companions.isArray() || companions.size() != values.size())) {
            return fault(Rule.ELEMENT_TYPE, parent.child(element.name()), "The array of extensions must be as long as that of values");
        }
        boolean right = true;
        for (int i = 0; i < values.size(); i++) {
            Path path = parent.child(element.name(), i + 1, siblings);
            boolean extended = companions != null && !companions.get(i).isNull();
            right &= values.get(i).isNull() && extended || primitive(values.get(i), element, path);
            right &= !extended || companion(companions.get(i), element, path);
        }
        return right;
    }

    private boolean primitive(JsonNode value, Element element, Path path) {
        if (!element.primitive().allows(value)) {
            return fault(Rule.ELEMENT_TYPE, path, "The value must be " + element.primitive().wanted());
        }
        if (element.codes() != null && element.codes().fromCodeString(value.textValue()) == null) {
            return fault(Rule.BINDING, path, "The code is not in the value set that FHIR DSTU2 binds the element to");
        }
        if (element.name().equals("reference") && value.textValue().startsWith("#")) {
            links.put(path, value.textValue());
        }
        return true;
    }

    private boolean companion(JsonNode companion, Element element, Path path) {
        if (companion == null) {
            return true;
        }
        if (element.bare()) {
            return fault(Rule.ELEMENT_UNKNOWN, path, "An extension here cannot be carried by this gateway");
        }
        return composite(companion, COMPANION, path);
    }

    /** A companion stands beside a primitive element, or in its place: then it has extensions but no value. */
    private void companionAlone(ObjectNode node, String name, Structure type, Path path, Set<String> choices) {
        Element element = type.elements().get(name);
        JsonNode companion = node.get("_" + name);
        if (element == null || element.kind() != Kind.PRIMITIVE) {
            fault(Rule.ELEMENT_UNKNOWN, path.child("_" + name), unknown(type));
            node.remove("_" + name);
        } else if (companion != null && !node.has(name) && !alone(node, companion, element, path, choices)) {
            node.remove(List.of(name, "_" + name));
        }
    }

    private boolean alone(ObjectNode node, JsonNode companion, Element element, Path path, Set<String> choices) {
        if (isSecondChoice(element, choices)) {
            return fault(Rule.CARDINALITY, path.child(element.name()), onlyOne(element));
        }
        if (element.many()) {
            ArrayNode values = node.putArray(element.name());
            companion.forEach(each -> values.addNull());
            return items(node, element, path);
        }
        return companion(companion, element, path.child(element.name()));
    }

    private static boolean isSecondChoice(Element element, Set<String> choices) {
        return element.choice() != null && !choices.add(element.choice());
    }

    private static String onlyOne(Element element) {
        return "Of the choice " + element.choice() + "[x] only one may be there";
    }

    private boolean composite(JsonNode value, Structure type, Path path) {
        if (!value.isObject() || value.isEmpty() || value.size() == 1 && value.has("id")) {
            return fault(Rule.ELEMENT_TYPE, path, "The value must be an object, and not empty");
        }
        if (type.isExtension() && !isWhole(value)) {
            return fault(Rule.EXTENSION_INCOMPLETE, path, "An extension needs a url, and either one value or extensions of its own");
        }
        if (type.isTag() && !value.has("system") && !value.has("code")) {
            return fault(Rule.ELEMENT_TYPE, path, "A tag needs a system or a code");
        }
        elements((ObjectNode) value, type, path);
        return !type.isExtension() || isWhole(value);
    }

    private static boolean isWhole(JsonNode extension) {
        boolean value = false;
        for (String name : names((ObjectNode) extension)) {
            value = value || name.startsWith("value") || name.startsWith("_value");
        }
        return extension.has("url") && value != extension.has("extension");
    }

    private boolean contained(JsonNode value, Path parent) {
        String type = value.path("resourceType").asText();
        if (!value.isObject() || !value.path("resourceType").isTextual() || !Structure.isResource(type)) {
            return fault(Rule.RESOURCE_TYPE_UNKNOWN, parent, "A contained resource must name its type, and that be one of FHIR DSTU2");
        }
        Path path = parent.child(type);
        ObjectNode resource = (ObjectNode) value;
        if (resource.remove("contained") != null) {
            fault(Rule.CONTAINED, path.child("contained"), "A contained resource cannot contain resources");
        }
        elements(resource, Structure.ofResource(type), path);
        if (!resource.has("id")) {
            fault(Rule.CARDINALITY, path.child("id"), "A contained resource must have an id, so that it can be referred to");
        } else if (!containedIds.add(resource.get("id").textValue())) {
            fault(Rule.CONTAINED, path.child("id"), "Two contained resources have the same id");
        }
        return true;
    }

    /** XML's narratives were read where they stood. */
    private boolean div(ObjectNode node, JsonNode value, Path path) {
        if (format == Format.XML) {
            return true;
        }
        String kept = null;
        if (value.isTextual()) {
            kept = Narrative.ofJson(value.textValue(), path, faults);
        } else {
            fault(Rule.ELEMENT_TYPE, path, "The value must be a string that holds an XHTML div");
        }
        node.set("div", kept == null ? NODES.missingNode() : TextNode.valueOf(kept));
        return true;
    }

    /** DSTU2 lets comments stand anywhere as an array of strings; they carry no information and are left out. */
    private void comments(ObjectNode node, Path path) {
        JsonNode comments = node.remove(COMMENTS);
        boolean strings = comments.isArray();
        for (JsonNode comment : comments) {
            strings &= comment.isTextual();
        }
        if (!strings) {
            fault(Rule.ELEMENT_TYPE, path.child(COMMENTS), "Comments must be an array of strings");
        }
    }

    private boolean fault(Rule rule, Path path, String diagnostics) {
        faults.add(rule, path, diagnostics);
        return false;
    }
}
