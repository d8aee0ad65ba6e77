package taskgateway.repeat;

import java.io.StringReader;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import taskgateway.fhir.Xml;

/**
 * A narrative as its reader sees it: its words and what sets them off, without the white space by which a serialiser
 * lays it out. As in a browser, white space is one space, and none at the edge of a block: but between words it is
 * never nothing.
 */
final class Words {

    private static final Set<String> INLINE =
            Set.of("a", "abbr", "acronym", "b", "bdo", "big", "cite", "code", "dfn", "em", "i", "img",
            "kbd", "q", "samp", "small", "span", "strong", "sub", "sup", "tt", "var");

    private final StringBuilder out = new StringBuilder();
    /** White space stood here, and may turn out to be between words. */
    private boolean space;
    private boolean edge = true;

    private Words() {
    }

    /** @param div a narrative that was checked */
    static String of(String div) {
        try {
            return new Words().read(Xml.reader(new StringReader(div)));
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a narrative that was checked", e);
        }
    }

    private String read(XMLStreamReader reader) throws XMLStreamException {
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT ->
                        tag(reader.getLocalName(), "<" + reader.getLocalName() + attributes(reader) + ">");
                case XMLStreamConstants.END_ELEMENT -> tag(reader.getLocalName(), "</" + reader.getLocalName() + ">");
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA,
                        XMLStreamConstants.SPACE -> characters(reader.getText());
                default -> { /* not seen */ }
            }
        }
        return out.toString();
    }

    private void tag(String name, String tag) {
        boolean block = !INLINE.contains(name);
        if (block) {
            space = false;
            edge = true;
        }
        out.append(tag);
    }

    private void characters(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                space = true;
            } else {
                out.append(space && !edge ? " " : "")
                        .append(c == '<' ? "&lt;" : c == '&' ? "&amp;" : String.valueOf(c));
                space = false;
                edge = false;
            }
        }
    }

    /** In an order of their own: XML gives them none. */
    private static String attributes(XMLStreamReader reader) {
        Map<String, String> sorted = new TreeMap<>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            sorted.put(reader.getAttributeName(i).toString(), reader.getAttributeValue(i));
        }
        return sorted.isEmpty() ? "" : " " + sorted;
    }
}
