package taskgateway.fhir.strict;

import static javax.xml.XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI;
import static javax.xml.XMLConstants.XML_NS_URI;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import javax.xml.namespace.QName;
import javax.xml.stream.Location;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import taskgateway.fhir.ElementPath.Siblings;
import taskgateway.fhir.ElementPath;
import taskgateway.fhir.Uris;
import taskgateway.fhir.strict.Structure.Element;
import taskgateway.fhir.strict.Structure.ElementKind;
import taskgateway.rules.Rule;

/**
 * Reads FHIR XML into the tree that the same resource has as JSON, so that there is one set of checks for both formats.
 * What only XML can get wrong is found here: namespaces, unknown elements and attributes, their order, stray text, a
 * DOCTYPE.
 */
final class XmlTree {

    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

    /** What any XML may hold beside its vocabulary, as namespace and name: it says nothing about the resource. */
    private static final Set<QName> OF_ANY_XML = Set.of(
            new QName(W3C_XML_SCHEMA_INSTANCE_NS_URI, "schemaLocation"),
            new QName(W3C_XML_SCHEMA_INSTANCE_NS_URI, "noNamespaceSchemaLocation"),
            new QName(XML_NS_URI, "lang"), new QName(XML_NS_URI, "space"));

    private static final String LIMITS = "; it is read without DOCTYPE and entities, to " + Xml.DEEPEST + " levels and "
            + Xml.MOST_ELEMENTS + " elements";

    private final XMLStreamReader reader;
    private final BodyFaults faults;

    private XmlTree(XMLStreamReader reader, BodyFaults faults) {
        this.reader = reader;
        this.faults = faults;
    }

    /**
     * @param encoding whether the text may be what it is though its declaration names an encoding
     * @return the tree, or null when the text is not well-formed or its root not in FHIR's namespace; the faults then
     *         say so. A resource of unknown type comes as its type alone
     */
    static ObjectNode read(String text, Predicate<String> encoding, BodyFaults faults) {
        try {
            XMLStreamReader reader = Xml.reader(new StringReader(text));
            String declared = reader.getCharacterEncodingScheme();
            if (declared != null && !encoding.test(declared)) {
                faults.add(Rule.BODY_MALFORMED,
                        "The XML declares another encoding than UTF-8, and may be in it: send UTF-8,"
                        + " and say so in the declaration or by the charset of the Content-Type");
                return null;
            }
            return new XmlTree(reader, faults).document();
        } catch (XMLStreamException malformed) {
            Location at = malformed.getLocation();
            faults.add(Rule.BODY_MALFORMED,
                    "The XML is not well-formed" + (at == null ? "" : " (line " + at.getLineNumber()
                    + ", column " + at.getColumnNumber() + ")") + LIMITS);
            return null;
        }
    }

    private ObjectNode document() throws XMLStreamException {
        ObjectNode tree = null;
        while (reader.hasNext()) {
            reader.next();
            Xml.refuseDeclarations(reader);
            if (reader.isStartElement()) {
                tree = root();
            }
        }
        return tree;
    }

    private ObjectNode root() throws XMLStreamException {
        String type = reader.getLocalName();
        if (!Uris.FHIR_NAMESPACE.equals(reader.getNamespaceURI())) {
            faults.add(Rule.BODY_NAMESPACE, "The root element must be in the namespace " + Uris.FHIR_NAMESPACE);
            Xml.skip(reader);
            return null;
        }
        return resource(type, ElementPath.root(type));
    }

    private ObjectNode resource(String type, ElementPath path) throws XMLStreamException {
        ObjectNode tree = NODES.objectNode().put("resourceType", type);
        if (Structure.isResource(type)) {
            object(tree, Structure.ofResource(type), path);
        } else {
            Xml.skip(reader);
        }
        return tree;
    }

    /** Reads the element at which the reader stands, to its end. */
    private void object(ObjectNode node, Structure type, ElementPath path) throws XMLStreamException {
        attributes(node, type, path);
        Map<String, Siblings> siblings = new HashMap<>();
        int furthest = 0;
        while (nextInside(path)) {
            String name = reader.getLocalName();
            Element element = type.elements().get(name);
            if (name.equals("modifierExtension")) {
                faults.add(Rule.MODIFIER_EXTENSION, path.child(name), StructureCheck.MODIFIER);
                Xml.skip(reader);
            } else if (element == null || element.isAttribute() && !node.has("resourceType") || isForeign(element)) {
                faults.add(Rule.ELEMENT_UNKNOWN, path.child(name), StructureCheck.unknownIn(type));
                Xml.skip(reader);
            } else if (!element.many() && (node.has(name) || node.has("_" + name))) {
                faults.add(Rule.CARDINALITY, path.child(name), "The element stands more than once");
                Xml.skip(reader);
            } else {
                furthest = inOrder(type, name, furthest, path);
                child(node, element, path, siblings);
            }
        }
    }

    /**
     * How far into its type an object has been read; below 0 once an element came too late, which is told once (DSTU2,
     * XML: the elements appear in the order documented).
     */
    private int inOrder(Structure type, String name, int furthest, ElementPath parent) {
        int place = type.places().get(name);
        if (place >= furthest) {
            return furthest < 0 ? furthest : place;
        }
        faults.add(Rule.ELEMENT_ORDER, parent.child(name),
                "The element stands too late: in XML the elements of " + type.name()
                + " come in the order in which FHIR DSTU2 lists them");
        return -1;
    }

    private void child(ObjectNode node, Element element, ElementPath path, Map<String, Siblings> siblings)
            throws XMLStreamException {
        if (element.many()) {
            Siblings same = siblings.computeIfAbsent(element.name(), first -> new Siblings());
            add(node, element, path.child(element.name(), same.next(), same));
        } else {
            set(node, element, path.child(element.name()));
        }
    }

    private void set(ObjectNode node, Element element, ElementPath path) throws XMLStreamException {
        if (element.kind() == ElementKind.XHTML) {
            String div = Narrative.ofXml(reader, path, faults);
            node.set(element.name(), div == null ? NODES.missingNode() : NODES.textNode(div));
        } else if (element.kind() == ElementKind.COMPOSITE) {
            ObjectNode child = node.putObject(element.name());
            object(child, element.structure().get(), path);
        } else {
            ObjectNode companion = NODES.objectNode();
            JsonNode value = primitive(companion, element, path);
            if (value != null) {
                node.set(element.name(), value);
            }
            if (!companion.isEmpty() || value == null) {
                node.set("_" + element.name(), companion);
            }
        }
    }

    private void add(ObjectNode node, Element element, ElementPath path) throws XMLStreamException {
        ArrayNode items = node.withArrayProperty(element.name());
        switch (element.kind()) {
            case CONTAINED -> contained(items, path);
            case COMPOSITE -> object(items.addObject(), element.structure().get(), path);
            default -> {
                ObjectNode companion = NODES.objectNode();
                JsonNode value = primitive(companion, element, path);
                items.add(value == null ? NODES.nullNode() : value);
                addCompanion(node, element, companion, items.size());
            }
        }
    }

    /** Companions stand at the places of their values; there is no array of them before the first. */
    private static void addCompanion(ObjectNode node, Element element, ObjectNode companion, int place) {
        if (!companion.isEmpty() || node.has("_" + element.name())) {
            ArrayNode companions = node.withArrayProperty("_" + element.name());
            while (companions.size() < place - 1) {
                companions.addNull();
            }
            companions.add(companion.isEmpty() ? NODES.nullNode() : companion);
        }
    }

    private void contained(ArrayNode items, ElementPath path) throws XMLStreamException {
        int before = items.size();
        while (nextInside(path)) {
            String type = reader.getLocalName();
            if (items.size() > before || !Uris.FHIR_NAMESPACE.equals(reader.getNamespaceURI())) {
                faults.add(Rule.ELEMENT_UNKNOWN, path.child(type), "One contained element holds one FHIR resource");
                Xml.skip(reader);
            } else {
                items.add(resource(type, path.child(type)));
            }
        }
        if (items.size() == before) {
            items.addObject();
        }
    }

    private JsonNode primitive(ObjectNode companion, Element element, ElementPath path) throws XMLStreamException {
        String value = reader.getAttributeValue(null, "value");
        attributes(companion, StructureCheck.COMPANION, path);
        while (nextInside(path)) {
            String name = reader.getLocalName();
            if (name.equals("extension") && Uris.FHIR_NAMESPACE.equals(reader.getNamespaceURI()) && !element.bare()) {
                object(companion.withArrayProperty(name).addObject(), StructureCheck.COMPANION.elements().get(name)
                        .structure().get(), path.child(name));
            } else {
                boolean modifier = name.equals("modifierExtension");
                faults.add(modifier ? Rule.MODIFIER_EXTENSION : Rule.ELEMENT_UNKNOWN, path.child(name),
                        modifier ? StructureCheck.MODIFIER : StructureCheck.unknownIn(StructureCheck.COMPANION));
                Xml.skip(reader);
            }
        }
        return value == null ? null : element.primitive().ofXml(value);
    }

    private void attributes(ObjectNode node, Structure type, ElementPath path) {
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            String name = reader.getAttributeLocalName(i);
            String namespace = reader.getAttributeNamespace(i);
            boolean plain = namespace == null || namespace.isEmpty();
            Element element = plain ? type.elements().get(name) : null;
            boolean isValue = plain && type == StructureCheck.COMPANION && name.equals("value");
            if (element != null && element.isAttribute() && !node.has("resourceType")) {
                node.put(name, reader.getAttributeValue(i));
            } else if (!isValue && !OF_ANY_XML.contains(reader.getAttributeName(i))) {
                faults.add(Rule.ELEMENT_UNKNOWN, path.attribute(name), StructureCheck.unknownIn(type));
            }
        }
    }

    private boolean isForeign(Element element) {
        return element.kind() != ElementKind.XHTML && !Uris.FHIR_NAMESPACE.equals(reader.getNamespaceURI());
    }

    /** Moves to the next child's start, or to the end of the element: then false. */
    private boolean nextInside(ElementPath path) throws XMLStreamException {
        boolean stray = false;
        while (true) {
            int event = reader.next();
            if (event == XMLStreamConstants.START_ELEMENT || event == XMLStreamConstants.END_ELEMENT) {
                if (stray) {
                    faults.add(Rule.ELEMENT_TYPE, path, "Text stands between the elements; FHIR values are attributes");
                }
                return event == XMLStreamConstants.START_ELEMENT;
            }
            stray = stray || Xml.isText(reader);
            Xml.refuseDeclarations(reader);
        }
    }
}
