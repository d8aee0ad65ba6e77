package taskgateway.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;
import taskgateway.fhir.Format;
import taskgateway.fhir.Uris;

/** Tasks in XML. For one thread. */
final class XmlNotation implements Notation<Document> {

    private static final DocumentBuilderFactory BUILDERS = DocumentBuilderFactory.newDefaultNSInstance();
    private static final Map<String, Document> NARRATIVES = parsedNarratives();

    private final Transformer writer;

    XmlNotation() {
        try {
            writer = TransformerFactory.newDefaultInstance().newTransformer();
            writer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
        } catch (TransformerException wrong) {
            throw new IllegalStateException(wrong);
        }
    }

    @Override
    public Format format() {
        return Format.XML;
    }

    @Override
    public Document read(String task) {
        try {
            return parse(task.replaceAll(">\\s+<", "><"));
        } catch (SAXException wrong) {
            throw new IllegalArgumentException(task, wrong);
        }
    }

    @Override
    public String write(Document tree) {
        try {
            StringWriter text = new StringWriter();
            writer.transform(new DOMSource(tree), new StreamResult(text));
            return text.toString();
        } catch (TransformerException wrong) {
            throw new IllegalStateException(wrong);
        }
    }

    @Override
    public List<Mutation<Document>> mutations(Document tree) {
        List<Mutation<Document>> all = new ArrayList<>();
        walk(tree.getDocumentElement(), List.of(), "", all);
        return all;
    }

    private static void walk(Element element, List<Integer> at, String path, List<Mutation<Document>> all) {
        String where = path + "/" + element.getTagName();
        inPlace(at, where, all);
        values(element, at, where, all);
        if (element.getTagName().equals("div")) {
            narratives(at, where, all);
            return;
        }
        inside(element, at, where, all);
        List<Element> children = children(element);
        for (int i = 0; i < children.size(); i++) {
            List<Integer> deeper = new ArrayList<>(at);
            deeper.add(i);
            walk(children.get(i), List.copyOf(deeper), where + "[" + i + "]", all);
        }
    }

    private static void inPlace(List<Integer> at, String where, List<Mutation<Document>> all) {
        if (!at.isEmpty()) {
            edit("drop " + where, at, all, element -> element.getParentNode().removeChild(element));
            edit("double " + where, at, all,
                    element -> element.getParentNode().insertBefore(element.cloneNode(true), element));
            edit("move to the end " + where, at, all, element -> element.getParentNode().appendChild(element));
        }
        edit("rename " + where, at, all,
                element -> rename(element, element.getNamespaceURI(), "x" + element.getTagName()));
        edit("capitalise " + where, at, all, element -> rename(element, element.getNamespaceURI(),
                element.getTagName().toUpperCase(Locale.ROOT)));
        edit("estrange " + where, at, all, element -> rename(element, "urn:x", element.getTagName()));
        edit("take the namespace off " + where, at, all, element -> rename(element, "", element.getTagName()));
        edit("put XHTML's namespace on " + where, at, all,
                element -> rename(element, Uris.XHTML_NAMESPACE, element.getTagName()));
        edit("empty " + where, at, all, element -> {
            while (element.hasChildNodes()) {
                element.removeChild(element.getFirstChild());
            }
        });
    }

    private static void values(Element element, List<Integer> at, String where, List<Mutation<Document>> all) {
        for (String name : List.of("value", "url", "id")) {
            Attr value = element.getAttributeNode(name);
            if (value != null) {
                edit("drop @" + name + " of " + where, at, all, here -> here.removeAttribute(name));
                for (String text
                        : Wrong.textsFor(name.equals("value") ? element.getTagName() : name, value.getValue())) {
                    if (isXml(text)) {
                        edit("put '" + text + "' at @" + name + " of " + where, at, all,
                                here -> here.setAttribute(name, text));
                    }
                }
            } else {
                edit("add @" + name + " to " + where, at, all, here -> here.setAttribute(name, "a"));
            }
        }
        edit("add an attribute to " + where, at, all, here -> here.setAttribute("colour", "red"));
        edit("add a foreign attribute to " + where, at, all, here -> here.setAttributeNS("urn:x", "x:value", "red"));
        edit("name a schema at " + where, at, all,
                here -> here.setAttributeNS("http://www.w3.org/2001/XMLSchema-instance",
                "xsi:schemaLocation", "http://hl7.org/fhir fhir.xsd"));
        edit("write in " + where, at, all, here -> here.appendChild(here.getOwnerDocument().createTextNode("a text")));
        edit("comment in " + where, at, all,
                here -> here.appendChild(here.getOwnerDocument().createComment("a comment")));
        edit("instruct in " + where, at, all, here -> here.appendChild(
                here.getOwnerDocument().createProcessingInstruction("a", "b")));
    }

    private static void narratives(List<Integer> at, String where, List<Mutation<Document>> all) {
        NARRATIVES.forEach((div, parsed) -> edit("put " + div + " at " + where, at, all, here -> {
            Node text = here.getOwnerDocument().importNode(parsed.getDocumentElement(), true);
            while (text.hasChildNodes()) {
                here.getParentNode().insertBefore(text.getFirstChild(), here);
            }
            here.getParentNode().removeChild(here);
        }));
    }

    /** The narratives that XML can hold, each in a text of FHIR's. */
    private static Map<String, Document> parsedNarratives() {
        Map<String, Document> narratives = new LinkedHashMap<>();
        for (String div : Wrong.textsFor("div", "")) {
            try {
                narratives.put(div, parse("<text xmlns='" + Uris.FHIR_NAMESPACE + "'>" + div + "</text>"));
            } catch (SAXException notXml) {
                // only JSON can hold it, as a string
            }
        }
        return narratives;
    }

    private static Document parse(String text) throws SAXException {
        try {
            DocumentBuilder builder = BUILDERS.newDocumentBuilder();
            builder.setErrorHandler(new DefaultHandler());
            return builder.parse(new InputSource(new StringReader(text)));
        } catch (IOException | ParserConfigurationException wrong) {
            throw new IllegalStateException(wrong);
        }
    }

    private static void inside(Element element, List<Integer> at, String where, List<Mutation<Document>> all) {
        Wrong.ELEMENTS.forEach((name, value) -> {
            if (children(element).stream().noneMatch(child -> child.getTagName().equals(name))) {
                edit("insert " + name + " first in " + where, at, all,
                        here -> insert(here, name, value, here.getFirstChild()));
                edit("insert " + name + " last in " + where, at, all, here -> insert(here, name, value, null));
            }
        });
        for (JsonNode extension : Wrong.EXTENSIONS) {
            edit("extend with " + extension + " " + where, at, all,
                    here -> insert(here, "extension", extension, here.getFirstChild()));
        }
    }

    /** Writes JSON's element as XML's. */
    private static void insert(Element parent, String name, JsonNode value, Node before) {
        if (value.isArray()) {
            value.forEach(item -> insert(parent, name, item, before));
        } else if (name.equals("url") || name.equals("id") && !parent.getTagName().matches("Order|Basic|Patient")) {
            parent.setAttribute(name, value.asText());
        } else if (name.equals("contained")) {
            Element contained = add(parent, name, before);
            insert(contained, value.get("resourceType").asText(),
                    ((ObjectNode) value.deepCopy()).without("resourceType"), null);
        } else if (name.equals("div")) {
            Element div = parent.getOwnerDocument().createElementNS(Uris.XHTML_NAMESPACE, "div");
            div.setTextContent("a");
            parent.insertBefore(div, before);
        } else {
            Element element = add(parent, name, before);
            if (value.isObject()) {
                value.properties().forEach(member -> insert(element, member.getKey(), member.getValue(), null));
            } else {
                element.setAttribute("value", value.asText());
            }
        }
    }

    private static Element add(Element parent, String name, Node before) {
        Element element = parent.getOwnerDocument().createElementNS(Uris.FHIR_NAMESPACE, name);
        parent.insertBefore(element, before);
        return element;
    }

    /** With all that is in it: DOM would leave the children in the old namespace. */
    private static void rename(Element element, String namespace, String name) {
        String old = element.getNamespaceURI() == null ? "" : element.getNamespaceURI();
        Document document = element.getOwnerDocument();
        element.removeAttribute("xmlns");
        Element renamed = (Element) document.renameNode(element, namespace.isEmpty() ? null : namespace, name);
        if (!old.equals(namespace)) {
            children(renamed).stream().filter(child -> old.equals(child.getNamespaceURI()))
                    .forEach(child -> rename(child, namespace, child.getTagName()));
        }
    }

    private static boolean isXml(String text) {
        return text.chars().noneMatch(c -> c < ' ' && c != '\n' || c >= 0xFFFE) && !text.equals("\ud83d");
    }

    private static List<Element> children(Element element) {
        List<Element> children = new ArrayList<>();
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                children.add(inner);
            }
        }
        return children;
    }

    private static void edit(String what, List<Integer> at, List<Mutation<Document>> all, Consumer<Element> change) {
        all.add(new Mutation<>(what, tree -> {
            Document copy = (Document) tree.cloneNode(true);
            Element element = copy.getDocumentElement();
            for (int index : at) {
                element = children(element).get(index);
            }
            change.accept(element);
            return copy;
        }));
    }

    @Override
    public Document mended(Document tree) {
        Document copy = (Document) tree.cloneNode(true);
        mend(copy.getDocumentElement());
        children(copy.getDocumentElement()).stream().filter(child -> "contained".equals(child.getTagName()))
                .flatMap(child -> children(child).stream()).forEach(XmlNotation::mend);
        return copy;
    }

    private static void mend(Element resource) {
        for (Element text : children(resource)) {
            List<Element> inner = children(text);
            if (text.getTagName().equals("text")
                    && inner.stream().anyMatch(child -> child.getLocalName().equals("div"))) {
                inner.stream().filter(child -> Uris.FHIR_NAMESPACE.equals(child.getNamespaceURI())
                        && child.getTagName().equals("div"))
                        .forEach(div -> rename(div, Uris.XHTML_NAMESPACE, "div"));
                if (inner.stream().noneMatch(child -> child.getTagName().equals("status"))) {
                    add(text, "status", children(text).stream().filter(child -> !child.getTagName().equals("extension"))
                            .findFirst().orElse(null)).setAttribute("value", "generated");
                }
            }
        }
    }
}
