package taskgateway.fhir.strict;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import java.io.Reader;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * XML without what makes XML dangerous: no DTD, no entities but the five of XML itself, bounded depth and counts.
 * Processing instructions are read past, like comments. Woodstox by name, not whatever parser the class path offers
 * first: the limits are its own.
 */
public final class Xml {

    static final int DEEPEST = 64;
    static final int MOST_ELEMENTS = 100_000;

    private static final int MOST_ATTRIBUTES = 50;
    private static final WstxInputFactory FACTORY = factory();

    private Xml() {
    }

    /** A reader that resolves no entities but those of XML, and bounds what it reads. */
    public static XMLStreamReader reader(Reader text) throws XMLStreamException {
        return FACTORY.createXMLStreamReader(text);
    }

    /** Throws at a DOCTYPE or an entity that XML does not define. */
    static void refuseDeclarations(XMLStreamReader reader) throws XMLStreamException {
        switch (reader.getEventType()) {
            case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                throw new XMLStreamException("declarations are not allowed", reader.getLocation());
            default -> { /* harmless */ }
        }
    }

    /** Moves to the end of the element at whose start the reader stands. */
    static void skip(XMLStreamReader reader) throws XMLStreamException {
        for (int depth = 1; depth > 0;) {
            int event = reader.next();
            refuseDeclarations(reader);
            depth += event == XMLStreamConstants.START_ELEMENT ? 1 : event == XMLStreamConstants.END_ELEMENT ? -1 : 0;
        }
    }

    static boolean isText(XMLStreamReader reader) {
        return (reader.getEventType() == XMLStreamConstants.CHARACTERS
                || reader.getEventType() == XMLStreamConstants.CDATA)
                && !reader.isWhiteSpace();
    }

    private static WstxInputFactory factory() {
        WstxInputFactory factory = new WstxInputFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        // A lazy reader throws unchecked exceptions, at whoever asks for the text first.
        factory.setProperty(WstxInputProperties.P_LAZY_PARSING, false);
        factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, DEEPEST);
        factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_COUNT, (long) MOST_ELEMENTS);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, MOST_ATTRIBUTES);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTE_SIZE, Integer.MAX_VALUE);
        return factory;
    }
}
