package taskgateway.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import taskgateway.rules.Finding;
import taskgateway.rules.Rule;

/**
 * The claims of a token, read by name and JSON type (specification, section 4). What is missing, null, empty or of
 * another type becomes a finding that names the claim and says what it must be, never what it was.
 */
final class Claims {

    /** The end of the year 9999: beyond it a number of seconds is no time that this program can write down. */
    private static final long LAST_SECOND = 253_402_300_799L;

    private final ObjectNode claims;
    private final List<Finding> findings;

    Claims(ObjectNode claims, List<Finding> findings) {
        this.claims = claims;
        this.findings = findings;
    }

    /** Whether the claim stands there, be it null. */
    boolean has(String name) {
        return claims.has(name);
    }

    /** A text that is not blank, or null with a finding. */
    String text(String name, String expected) {
        JsonNode value = present(name, expected);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            return addFinding(name, "is of the wrong JSON type", expected);
        }
        return value.textValue().isBlank() ? addFinding(name, "is empty", expected) : value.textValue();
    }

    /** A whole number of seconds since 1970, or null with a finding. */
    Long seconds(String name, String expected) {
        JsonNode value = present(name, expected);
        if (value == null) {
            return null;
        }
        if (!value.isIntegralNumber()) {
            return addFinding(name, "is of the wrong JSON type", expected);
        }
        boolean writable = value.canConvertToLong() && value.longValue() >= 0 && value.longValue() <= LAST_SECOND;
        return writable ? Long.valueOf(value.longValue()) : addFinding(name, "is out of range", expected);
    }

    /** An object that is not empty, or null with a finding. */
    ObjectNode object(String name, String expected) {
        JsonNode value = present(name, expected);
        if (value == null) {
            return null;
        }
        if (!(value instanceof ObjectNode object)) {
            return addFinding(name, "is of the wrong JSON type", expected);
        }
        return object.isEmpty() ? addFinding(name, "is empty", expected) : object;
    }

    /** Adds a finding; always null, so that a reader can end with it. */
    <T> T addFinding(String name, String fault, String expected) {
        findings.add(Rule.TOKEN_CLAIM.found("Claim " + name + " " + fault + ": it must be " + expected + "."));
        return null;
    }

    private JsonNode present(String name, String expected) {
        JsonNode value = claims.get(name);
        if (value == null) {
            boolean otherCase = claims.properties().stream().anyMatch(claim -> claim.getKey().equalsIgnoreCase(name));
            return addFinding(name, otherCase ? "is written in another letter case" : "is missing", expected);
        }
        return value.isNull() ? addFinding(name, "is null", expected) : value;
    }
}
