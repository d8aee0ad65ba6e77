package taskgateway.fhir.strict;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import taskgateway.fhir.ElementPath;
import taskgateway.rules.Rule;

/**
 * Reads JSON text into a tree within fixed limits, and finds what a tree no longer shows: keys that stand twice
 * (specification, section 6: duplicate keys are 400).
 */
final class JsonTree {

    static final int DEEPEST = 64;
    static final int MOST_TOKENS = 200_000;

    private static final String LIMITS = "; at most " + DEEPEST + " levels and " + MOST_TOKENS + " tokens are read";

    /** A number that FHIR cannot write: one with an exponent, which as text may be shorter than what it stands for. */
    private static final JsonNode NO_FHIR_NUMBER = DoubleNode.valueOf(Double.NaN);

    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

    /** Names are neither interned nor shared: a sender could fill the table. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST).maxTokenCount(MOST_TOKENS).build())
            .build();

    private final JsonParser parser;
    private final BodyFaults faults;

    private JsonTree(JsonParser parser, BodyFaults faults) {
        this.parser = parser;
        this.faults = faults;
    }

    /**
     * @return the tree, or null when the text is not one well-formed JSON value; the faults then say BODY_MALFORMED. A
     *         tree that broke BODY_DUPLICATE_KEY is whole otherwise
     */
    static JsonNode read(String text, BodyFaults faults) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            parser.nextToken();
            JsonNode tree = new JsonTree(parser, faults).value();
            if (parser.nextToken() == null) {
                return tree;
            }
            faults.add(Rule.BODY_MALFORMED, "Something follows the JSON value" + at(parser.currentTokenLocation()));
        } catch (JsonProcessingException malformed) {
            faults.add(Rule.BODY_MALFORMED, "The JSON is not well-formed" + at(malformed.getLocation()) + LIMITS);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return null;
    }

    private JsonNode value() throws IOException {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> NODES.textNode(parser.getText());
            case VALUE_NUMBER_INT -> integer();
            case VALUE_NUMBER_FLOAT -> decimal();
            case VALUE_TRUE, VALUE_FALSE -> NODES.booleanNode(token == JsonToken.VALUE_TRUE);
            default -> NODES.nullNode();
        };
    }

    private ObjectNode object() throws IOException {
        ObjectNode object = NODES.objectNode();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonLocation where = parser.currentTokenLocation();
            parser.nextToken();
            if (object.replace(name, value()) != null) {
                faults.add(Rule.BODY_DUPLICATE_KEY,
                        "The key '" + ElementPath.printable(name) + "' stands twice in one object" + at(where));
            }
        }
        return object;
    }

    private ArrayNode array() throws IOException {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value());
        }
        return array;
    }

    private JsonNode integer() throws IOException {
        return switch (parser.getNumberType()) {
            case INT -> NODES.numberNode(parser.getIntValue());
            case LONG -> NODES.numberNode(parser.getLongValue());
            default -> NODES.numberNode(parser.getBigIntegerValue());
        };
    }

    private JsonNode decimal() throws IOException {
        String text = parser.getText();
        boolean exponent = text.indexOf('e') >= 0 || text.indexOf('E') >= 0;
        return exponent ? NO_FHIR_NUMBER : NODES.numberNode(parser.getDecimalValue());
    }

    private static String at(JsonLocation where) {
        return where == null ? "" : " (line " + where.getLineNr() + ", column " + where.getColumnNr() + ")";
    }
}
