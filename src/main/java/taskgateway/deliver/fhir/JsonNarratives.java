package taskgateway.deliver.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import taskgateway.fhir.strict.Xml;

/**
 * The narratives in a provider's JSON. There XHTML is only text, and servers write HTML into it: its named entities
 * become characters, and a narrative that is no XML even then is left out, since for it HAPI's parser would refuse the
 * whole answer.
 */
final class JsonNarratives {

    private static final String DIV = "div";

    private JsonNarratives() {
    }

    /** The answer with its narratives mended; as it is where it is no JSON. */
    static AnswerText mended(AnswerText json) {
        return LooseTree.of(json).map(tree -> {
            tree.node().findParents(DIV).stream().filter(JsonNode::isObject)
                    .forEach(parent -> mend((ObjectNode) parent));
            return new AnswerText(tree.node().toString(), json.format());
        }).orElse(json);
    }

    private static void mend(ObjectNode narrative) {
        String div = HtmlEntities.resolve(narrative.path(DIV).asText());
        if (wellFormed(div)) {
            narrative.put(DIV, div);
        } else {
            narrative.remove(DIV);
        }
    }

    private static boolean wellFormed(String div) {
        try {
            XMLStreamReader reader = Xml.reader(new StringReader(div.strip()));
            while (reader.hasNext()) {
                reader.next();
            }
            return true;
        } catch (XMLStreamException malformed) {
            return false;
        }
    }
}
