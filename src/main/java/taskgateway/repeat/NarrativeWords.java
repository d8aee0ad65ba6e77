package taskgateway.repeat;

import java.io.StringReader;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import taskgateway.fhir.strict.Xml;

/**
 * A narrative as its reader sees it: its words and what sets them off, without the white space by which a serialiser
 * lays it out. As in a browser, white space is one space, and none at the edge of a block: but between words it is
 * never nothing. It stands to the letter within {@code pre}, and everywhere once anything in the narrative says how
 * white space is to be shown.
 */
final class NarrativeWords {

    private static final Set<String> INLINE =
            Set.of("a", "abbr", "acronym", "b", "bdo", "big", "cite", "code", "dfn", "em", "i", "img",
            "kbd", "q", "samp", "small", "span", "strong", "sub", "sup", "tt", "var");

    /** A style that shows white space, or no edge where there would be one; a backslash may write either. */
    private static final Predicate<String> SHOWS_SPACE =
            Pattern.compile("white-space|display|\\\\", Pattern.CASE_INSENSITIVE).asPredicate();

    private final StringBuilder out = new StringBuilder();
    /** White space stood here, and may turn out to be between words. */
    private boolean space;
    private boolean edge = true;
    /** In how many elements that keep white space the text stands. */
    private int keeping;

    private NarrativeWords(boolean keeps) {
        this.keeping = keeps ? 1 : 0;
    }

    /** @param div a narrative that was checked */
    static String of(String div) {
        try {
            return new NarrativeWords(showsSpace(Xml.reader(new StringReader(div))))
                    .read(Xml.reader(new StringReader(div)));
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a narrative that was checked", e);
        }
    }

    private static boolean showsSpace(XMLStreamReader reader) throws XMLStreamException {
        boolean shows = false;
        while (reader.hasNext() && !shows) {
            shows = reader.next() == XMLStreamConstants.START_ELEMENT
                    && (reader.getAttributeValue(XMLConstants.XML_NS_URI, "space") != null
                    || SHOWS_SPACE.test(Objects.requireNonNullElse(reader.getAttributeValue(null, "style"), "")));
        }
        return shows;
    }

    private String read(XMLStreamReader reader) throws XMLStreamException {
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT ->
                        tag(reader.getLocalName(), "<" + reader.getLocalName() + attributes(reader) + ">", 1);
                case XMLStreamConstants.END_ELEMENT ->
                        tag(reader.getLocalName(), "</" + reader.getLocalName() + ">", -1);
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA,
                        XMLStreamConstants.SPACE -> characters(reader.getText());
                default -> { /* not seen */ }
            }
        }
        return out.toString();
    }

    private void tag(String name, String tag, int deeper) {
        boolean block = !INLINE.contains(name);
        if (block) {
            space = false;
            edge = true;
        }
        keeping += name.equals("pre") ? deeper : 0;
        out.append(tag);
    }

    private void characters(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (keeping == 0 && (c == ' ' || c == '\t' || c == '\n' || c == '\r')) {
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
