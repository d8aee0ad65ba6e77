package taskgateway.fhir.strict;

import ca.uhn.fhir.model.api.IResource;
import ca.uhn.fhir.model.base.composite.BaseNarrativeDt;
import ca.uhn.fhir.model.dstu2.composite.NarrativeDt;
import ca.uhn.fhir.model.dstu2.valueset.NarrativeStatusEnum;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import taskgateway.fhir.ElementPath;
import taskgateway.fhir.Uris;
import taskgateway.fhir.style.Box;
import taskgateway.fhir.style.Look;
import taskgateway.fhir.style.Style;
import taskgateway.rules.Rule;

/**
 * The narrative: the free text of a task, which people will read in a browser (specification, section 5, "what must be
 * mended"). A {@code div} is read, checked against {@link Xhtml} and written anew in one pass, so that nothing passes
 * that was not looked at, and what is kept always stands in XHTML's namespace. Comments are not content and are left
 * out.
 */
public final class Narrative {

    static final int DEEPEST = 40;

    private static final String OPENING = "<div xmlns=\"" + Uris.XHTML_NAMESPACE + "\"";

    private final XMLStreamReader reader;
    private final ElementPath path;
    private final BodyFaults faults;
    private final StringBuilder out = new StringBuilder(256);
    private final Deque<String> open = new ArrayDeque<>();
    private final Deque<Look> looks = new ArrayDeque<>();
    private boolean unsafe;
    private boolean text;

    private Narrative(XMLStreamReader reader, ElementPath path, BodyFaults faults) {
        this.reader = reader;
        this.path = path;
        this.faults = faults;
    }

    /**
     * Mends what the published example leaves out (section 5): a narrative without status becomes {@code generated}, in
     * the resource and in what it contains.
     */
    public static void mend(IResource resource) {
        if (resource.getText() instanceof NarrativeDt narrative && isThere(narrative)
                && narrative.getStatus().getValue() == null) {
            narrative.setStatus(NarrativeStatusEnum.GENERATED);
        }
        resource.getContained().getContainedResources().forEach(Narrative::mend);
    }

    /** Whether the narrative has a div. That a div holds text is checked when it is read. */
    public static boolean isThere(BaseNarrativeDt<?> narrative) {
        return narrative != null && narrative.getDiv() != null && narrative.getDiv().hasContent();
    }

    /**
     * Reads the div of a JSON body, where it is text.
     *
     * @return the div as it is to be kept, or null when it broke a rule
     */
    static String ofJson(String div, ElementPath path, BodyFaults faults) {
        if (!LexicalForm.string(div)) {
            faults.add(Rule.NARRATIVE_EMPTY, path,
                    "The narrative is blank, or holds characters that XML does not allow");
            return null;
        }
        try {
            return ofDocument(Xml.reader(new StringReader(div.strip())), path, faults);
        } catch (XMLStreamException malformed) {
            faults.add(Rule.NARRATIVE_UNSAFE, path,
                    "The narrative is not one well-formed XHTML div of at most " + DEEPEST
                    + " levels. HTML's named entities, such as nbsp, are not part of XML: write the character itself");
            return null;
        }
    }

    private static String ofDocument(XMLStreamReader reader, ElementPath path, BodyFaults faults)
            throws XMLStreamException {
        int event = reader.getEventType();
        while (event != XMLStreamConstants.START_ELEMENT) {
            Xml.refuseDeclarations(reader);
            event = reader.next();
        }
        boolean bare = reader.getNamespaceURI() == null || reader.getNamespaceURI().isEmpty();
        String kept = new Narrative(reader, path, faults).read(bare);
        while (reader.hasNext()) {
            reader.next();
            Xml.refuseDeclarations(reader);
        }
        return kept;
    }

    /** Reads the div of an XML body, at which the reader stands; afterwards it stands at its end. */
    static String ofXml(XMLStreamReader reader, ElementPath path, BodyFaults faults) throws XMLStreamException {
        return new Narrative(reader, path, faults).read(Uris.FHIR_NAMESPACE.equals(reader.getNamespaceURI()));
    }

    private String read(boolean mendable) throws XMLStreamException {
        String namespace = mendable ? reader.getNamespaceURI() : Uris.XHTML_NAMESPACE;
        if (!"div".equals(reader.getLocalName())) {
            refuse("The narrative's root must be a div");
        }
        do {
            switch (reader.getEventType()) {
                case XMLStreamConstants.START_ELEMENT -> start(namespace);
                case XMLStreamConstants.END_ELEMENT -> end();
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> characters();
                default -> Xml.refuseDeclarations(reader);
            }
        } while (!open.isEmpty() && reader.next() != XMLStreamConstants.END_DOCUMENT);
        if (!text && !unsafe) {
            faults.add(Rule.NARRATIVE_EMPTY, path, "The narrative shows no text: write the task in it");
        }
        return text && !unsafe ? out.toString() : null;
    }

    private void start(String namespace) throws XMLStreamException {
        String name = reader.getLocalName();
        String shown = ElementPath.printable(name);
        boolean foreign = !(namespace == null ? "" : namespace).equals(reader.getNamespaceURI() == null ? ""
                : reader.getNamespaceURI());
        if (foreign) {
            refuse("The element " + shown + " is not in XHTML's namespace, " + Uris.XHTML_NAMESPACE);
        } else if (!Xhtml.allows(name)) {
            refuse("The element " + shown + " is not allowed in a narrative");
        }
        out.append(open.isEmpty() ? OPENING : "<" + name);
        open.push(name);
        looks.push(lookOf(name));
        if (open.size() > DEEPEST) {
            throw new XMLStreamException("deeper than " + DEEPEST);
        }
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            attribute(name, i);
        }
        out.append(Xhtml.isVoid(name) ? "/>" : ">");
    }

    /** How the element looks, with what its attributes say of that. */
    private Look lookOf(String element) {
        Look outside = looks.isEmpty() ? Look.PAGE : looks.peek();
        Look look = outside.inside(element, "a".equals(element) && reader.getAttributeValue(null, "href") != null);
        String colour = reader.getAttributeValue(null, "bgcolor");
        look = colour == null ? look : Xhtml.background(colour).map(look::on).orElse(look);
        Box box = new Box(element, outside);
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            box.attribute(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
        }
        String style = reader.getAttributeValue(null, "style");
        Style.StyleVerdict verdict = Style.judge(style == null ? "" : style, box, outside, look);
        String holder = (style == null ? "An attribute" : "The style") + " of the element "
                + ElementPath.printable(element);
        verdict.refused().forEach(what -> refuse(holder
                + " may not hold this, or not with this value, since it could hide text, move it or load something: "
                + what));
        return verdict.look();
    }

    private void attribute(String element, int index) {
        String prefix = reader.getAttributePrefix(index);
        String name = (prefix == null || prefix.isEmpty() ? "" : prefix + ":") + reader.getAttributeLocalName(index);
        String value = reader.getAttributeValue(index);
        if (Xhtml.allows(element) && !Xhtml.allows(element, name, value)) {
            refuse("The attribute " + ElementPath.printable(name) + " of the element " + ElementPath.printable(element)
                    + " is not allowed in a narrative, or has a value that reaches outside it or hides text");
        }
        out.append(' ').append(name).append("=\"");
        keep(value, true);
        out.append('"');
    }

    private void end() {
        String name = open.pop();
        looks.pop();
        if (!Xhtml.isVoid(name)) {
            out.append("</").append(name).append('>');
        }
    }

    private void characters() {
        String characters = reader.getText();
        if (characters.codePoints().anyMatch(Narrative::shows)) {
            text = true;
            tellHidden(looks.peek().hidden());
        }
        if (Xhtml.isVoid(open.peek()) && !characters.isBlank()) {
            refuse("The element " + open.peek() + " cannot hold text");
        }
        keep(characters, false);
    }

    /**
     * XML 1.1 can hold characters that XML 1.0, in which all is written here, cannot. A piece may end within a
     * character.
     */
    private void keep(String value, boolean attribute) {
        if (value.chars().anyMatch(c -> c < ' ' && c != '\t' && c != '\n' && c != '\r' || c >= 0xFFFE)) {
            refuse("The narrative holds a control character");
        }
        escape(value, attribute);
    }

    private void tellHidden(String properties) {
        if (properties != null) {
            refuse("Text of the element " + open.peek() + " would not be seen for its " + properties);
        }
    }

    private void refuse(String diagnostics) {
        unsafe = true;
        faults.add(Rule.NARRATIVE_UNSAFE, path, diagnostics);
    }

    private void escape(String value, boolean attribute) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '\r' -> out.append("&#13;");
                case '"' -> out.append(attribute ? "&quot;" : "\"");
                case '\n', '\t' -> out.append(attribute ? "&#" + (int) c + ";" : String.valueOf(c));
                default -> out.append(c);
            }
        }
    }

    /** Whether a reader would see the character: not white space of any kind, not of zero width, not a blank letter. */
    private static boolean shows(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR, Character.NON_SPACING_MARK, Character.UNASSIGNED -> false;
            default -> c != 0x2800 && c != 0x3164 && c != 0xFFA0 && c != 0x115F && c != 0x1160;
        };
    }
}
