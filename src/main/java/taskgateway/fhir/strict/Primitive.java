package taskgateway.fhir.strict;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.function.Predicate;

/**
 * The primitive types of FHIR DSTU2 with their JSON kind and their legal values (DSTU2, "Data Types", section 1.18.0.1,
 * as far as the model that the gateway uses knows them). Where HAPI's parser is more lenient, the value would come out
 * changed or not at all: a blank string is dropped, a code trimmed, base64 rubbish skipped.
 */
enum Primitive {
    STRING(Kind.TEXT, "text that is not blank and holds no control characters", LexicalForm::string),
    MARKDOWN(Kind.TEXT, "text that is not blank and holds no control characters", LexicalForm::string),
    URI(Kind.TEXT, "a URI, without white space", LexicalForm::uri),
    CODE(Kind.TEXT, "a code: no white space at its ends, single spaces inside", LexicalForm::code),
    ID(Kind.TEXT, "an id: 1 to 64 of A-Z a-z 0-9 - .", LexicalForm::id),
    OID(Kind.TEXT, "an OID, such as urn:oid:1.2.3", LexicalForm::oid),
    BASE64BINARY(Kind.TEXT, "base64", LexicalForm::base64),
    DATE(Kind.TEXT, "a date: YYYY, YYYY-MM or YYYY-MM-DD", LexicalForm::date),
    DATETIME(Kind.TEXT, "a date, or a date and time to the second with time zone: YYYY-MM-DDThh:mm:ss+zz:zz",
            LexicalForm::dateTime),
    INSTANT(Kind.TEXT, "an instant: YYYY-MM-DDThh:mm:ss+zz:zz", LexicalForm::instant),
    TIME(Kind.TEXT, "a time: hh:mm:ss", LexicalForm::time),
    BOOLEAN(Kind.BOOLEAN, "true or false", text -> "true".equals(text) || "false".equals(text)),
    INTEGER(Kind.NUMBER, "a whole number of 32 bits", text -> LexicalForm.integer(text, Integer.MIN_VALUE)),
    UNSIGNEDINT(Kind.NUMBER, "a whole number of 31 bits, 0 or more", text -> LexicalForm.integer(text, 0)),
    POSITIVEINT(Kind.NUMBER, "a whole number of 31 bits, 1 or more", text -> LexicalForm.integer(text, 1)),
    DECIMAL(Kind.NUMBER, "a decimal number without exponent", LexicalForm::decimal);

    private enum Kind { TEXT, BOOLEAN, NUMBER }

    private final Kind kind;
    private final String wanted;
    private final Predicate<String> legal;

    Primitive(Kind kind, String wanted, Predicate<String> legal) {
        this.kind = kind;
        this.wanted = wanted;
        this.legal = legal;
    }

    /** What a value of the type looks like, for the sender. */
    String wanted() {
        return wanted;
    }

    /** Whether the JSON value is of the type's kind and legal. */
    boolean allows(JsonNode value) {
        return switch (kind) {
            case TEXT -> value.isTextual() && legal.test(value.textValue());
            case BOOLEAN -> value.isBoolean();
            case NUMBER -> value.isNumber() && legal.test(numeral(value));
        };
    }

    /**
     * The JSON value for what stands in an XML attribute; text that is illegal stays text, for {@link #allows} to
     * refuse.
     */
    JsonNode ofXml(String text) {
        if (kind == Kind.TEXT || !legal.test(text)) {
            return TextNode.valueOf(text);
        }
        if (kind == Kind.BOOLEAN) {
            return BooleanNode.valueOf("true".equals(text));
        }
        return this == DECIMAL ? DecimalNode.valueOf(new BigDecimal(text)) : IntNode.valueOf(Integer.parseInt(text));
    }

    private static String numeral(JsonNode value) {
        boolean plain = value.isBigDecimal() && value.decimalValue().scale() >= 0;
        return plain ? value.decimalValue().toPlainString() : value.asText();
    }
}
