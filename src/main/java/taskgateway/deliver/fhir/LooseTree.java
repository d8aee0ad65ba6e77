package taskgateway.deliver.fhir;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.StringReader;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import taskgateway.fhir.strict.ExactJson;
import taskgateway.fhir.strict.Xml;

/**
 * A resource of whatever version of FHIR, in either format, as one tree without a model: for what it says in words. An
 * element that stands alone and a list of one are the same.
 */
record LooseTree(JsonNode node) {

    private static final String TYPE = "resourceType";

    /** The tree of an answer; empty when it is not well-formed. */
    static Optional<LooseTree> of(AnswerText answer) {
        try {
            return Optional.of(new LooseTree(switch (answer.format()) {
                case JSON -> ExactJson.read(answer.text());
                case XML -> xml(answer.text());
            }));
        } catch (JsonProcessingException | XMLStreamException malformed) {
            return Optional.empty();
        }
    }

    /** The first resource of this type, wherever in the tree it stands. */
    Optional<LooseTree> resource(String type) {
        return node.findParents(TYPE).stream().filter(it -> type.equals(it.path(TYPE).asText())).map(LooseTree::new)
                .findFirst();
    }

    /** Everything to which these names lead, one below the other. */
    Stream<LooseTree> all(String... names) {
        Stream<LooseTree> found = Stream.of(this);
        for (String name : names) {
            found = found.flatMap(it -> it.each(name));
        }
        return found;
    }

    /** The texts to which these names lead; blank ones are none. */
    Stream<String> texts(String... names) {
        return all(names).map(LooseTree::node).filter(JsonNode::isTextual).map(JsonNode::textValue)
                .filter(text -> !text.isBlank());
    }

    private Stream<LooseTree> each(String name) {
        JsonNode child = node.path(name);
        return (child.isArray() ? StreamSupport.stream(child.spliterator(), false) : Stream.of(child))
                .map(LooseTree::new);
    }

    private static JsonNode xml(String text) throws XMLStreamException {
        XMLStreamReader reader = Xml.reader(new StringReader(text));
        while (reader.getEventType() != XMLStreamConstants.START_ELEMENT) {
            reader.next();
        }
        return element(reader);
    }

    /** The element at whose start the reader stands; then it stands at its end. */
    private static JsonNode element(XMLStreamReader reader) throws XMLStreamException {
        String name = reader.getLocalName();
        String value = reader.getAttributeValue(null, "value");
        if ("div".equals(name)) {
            return TextNode.valueOf(characters(reader));
        }
        ObjectNode element = JsonNodeFactory.instance.objectNode();
        if (Character.isUpperCase(name.charAt(0))) {
            element.put(TYPE, name);
        }
        for (int event = reader.next(); event != XMLStreamConstants.END_ELEMENT; event = reader.next()) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                element.withArray(reader.getLocalName()).add(element(reader));
            }
        }
        return value == null ? element : TextNode.valueOf(value);
    }

    private static String characters(XMLStreamReader reader) throws XMLStreamException {
        StringBuilder characters = new StringBuilder();
        for (int depth = 1; depth > 0;) {
            int event = reader.next();
            depth += event == XMLStreamConstants.START_ELEMENT ? 1 : event == XMLStreamConstants.END_ELEMENT ? -1 : 0;
            characters.append(reader.hasText() ? reader.getText() : " ");
        }
        return characters.toString();
    }
}
