package taskgateway.fhir.strict;

import ca.uhn.fhir.model.api.IResource;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IJsonLikeParser;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.json.jackson.JacksonStructure;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import taskgateway.fhir.Dstu2;
import taskgateway.fhir.ElementPath;
import taskgateway.fhir.Format;
import taskgateway.rules.Finding;
import taskgateway.rules.Layer;
import taskgateway.rules.Refusal;
import taskgateway.rules.Rule;

/**
 * Reads one type of FHIR DSTU2 resource strictly: nothing unknown, nothing of the wrong kind, nothing that HAPI would
 * drop in silence. Both formats become one tree, the tree is checked against the model, and HAPI parses the tree. Safe
 * to share between threads.
 */
public final class ResourceReader<T extends IResource> {

    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final Pattern WIDE = Pattern.compile("(?i)(utf-?(16|32)|iso-10646-ucs-|ucs-?)[0-9a-z_-]*|unicode");

    private final Class<T> type;
    private final String name;

    public ResourceReader(Class<T> type) {
        this.type = type;
        this.name = Dstu2.CONTEXT.getResourceType(type);
    }

    /** Reads a body of which its transport does not say that it is UTF-8. */
    public Parsed<T> read(byte[] body, Format format) {
        return read(body, format, false);
    }

    /**
     * Reads a body.
     *
     * @param told whether its transport says that it is UTF-8, which goes before what an XML declaration says (RFC
     *             7303, section 3)
     * @return the resource with every fault of layer 7 (section 6, 422); a resource of unknown type is null, with that
     *         fault alone
     * @throws Refusal with every fault of layer 6: no body, not well-formed, or not of this reader's type (section 6,
     *         400)
     */
    public Parsed<T> read(byte[] body, Format format, boolean told) {
        BodyFaults faults = new BodyFaults();
        JsonNode tree = tree(body, format, told, faults);
        if (tree != null) {
            identify(tree, faults);
        }
        Finding.refuseAny(faults.of(Layer.WELL_FORMED));
        return parse(tree, format, faults);
    }

    /**
     * Reads a resource out of JSON that was parsed already, such as a claim of the audit token. The node is left as it
     * is; keys that stand twice must have been looked for by who parsed it.
     *
     * @return the resource with every fault; null when the node is not a resource of this reader's type
     */
    public Parsed<T> read(JsonNode node) {
        BodyFaults faults = new BodyFaults();
        identify(node, faults);
        return faults.isEmpty() ? parse(node.deepCopy(), Format.JSON, faults) : new Parsed<>(null, faults.all());
    }

    /**
     * What is wrong with a file that should hold a resource of any type.
     *
     * @return faults with their places, in the order in which they were found; empty when this reader finds none
     */
    public static List<Finding> faults(byte[] file, Format format) {
        BodyFaults faults = new BodyFaults();
        JsonNode tree = tree(file, format, true, faults);
        if (tree != null && Structure.isResource(tree.path("resourceType").asText())) {
            StructureCheck.check((ObjectNode) tree, format, faults);
        } else if (tree != null) {
            faults.add(Rule.RESOURCE_TYPE_UNKNOWN, "It names no resource type of FHIR DSTU2");
        }
        return faults.all();
    }

    private static JsonNode tree(byte[] body, Format format, boolean told, BodyFaults faults) {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException malformed) {
            faults.add(Rule.BODY_MALFORMED, "The body is not UTF-8");
            return null;
        }
        // RFC 8259 lets a reader ignore the mark, XML knows it, Windows writes it, and it means nothing in UTF-8.
        boolean marked = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
        String bare = marked ? text.substring(1) : text;
        if (bare.isBlank()) {
            faults.add(Rule.BODY_EMPTY, "Send the resource as the body");
            return null;
        }
        return format == Format.JSON ? JsonTree.read(bare, faults)
                : XmlTree.read(bare, declared -> told || marked || isUtf8(body, declared, text), faults);
    }

    /**
     * Whether a body that is UTF-8, and so in FHIR's encoding, can be nothing else, whatever its declaration says. One
     * that begins with an octet for a letter is in no encoding of two or four: a program that writes text and not
     * octets declares such.
     */
    private static boolean isUtf8(byte[] body, String declared, String text) {
        if (WIDE.matcher(declared).matches()) {
            return true;
        }
        try {
            return new String(body, Charset.forName(declared)).equals(text);
        } catch (IllegalArgumentException unknown) {
            return false;
        }
    }

    private void identify(JsonNode tree, BodyFaults faults) {
        JsonNode named = tree.path("resourceType");
        if (!named.isTextual() || named.textValue().isBlank()) {
            faults.add(Rule.BODY_NO_RESOURCE_TYPE, "The JSON must be one object with the resourceType " + name);
        } else if (!Structure.isResource(named.textValue())) {
            faults.add(Rule.RESOURCE_TYPE_UNKNOWN, "FHIR DSTU2 has no such resource type; expected is " + name);
        } else if (!name.equals(named.textValue())) {
            faults.add(Rule.BODY_OTHER_TYPE, "The resource is of type " + named.textValue() + "; expected is " + name);
        }
    }

    private Parsed<T> parse(JsonNode tree, Format format, BodyFaults faults) {
        if (!Structure.isResource(tree.get("resourceType").textValue())) {
            return new Parsed<>(null, faults.all());
        }
        StructureCheck.check((ObjectNode) tree, format, faults);
        JacksonStructure structure = new JacksonStructure();
        structure.setNativeObject((ObjectNode) tree);
        IParser parser = Format.JSON.parser();
        parser.setParserErrorHandler(new HapiComplaints(faults, ElementPath.root(name)));
        try {
            return new Parsed<>(((IJsonLikeParser) parser).parseResource(type, structure), faults.all());
        } catch (DataFormatException unreadable) {
            faults.add(Rule.ELEMENT_TYPE, ElementPath.root(name), "The resource cannot be read as FHIR DSTU2");
            return new Parsed<>(null, faults.all());
        }
    }
}
