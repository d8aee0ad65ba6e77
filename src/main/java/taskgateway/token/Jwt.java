package taskgateway.token;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import taskgateway.rules.Finding;
import taskgateway.rules.Rule;

/**
 * The outer form of an audit token: an unsigned JWT in compact form (specification, section 4; RFC 7519, section 6).
 */
final class Jwt {

    /** The longest token, in characters. Header blocks are limited anyhow; a JMS property is not. */
    static final int LONGEST = 128 * 1024;

    /** A FHIR resource nests ten levels or so. The limit keeps every later walk of the tree off the stack's end. */
    private static final int DEEPEST = 64;

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Jwt() {
    }

    /**
     * Reads a token.
     *
     * @param findings receives every fault of the token's form
     * @return the claims, when they can be read; findings may stand beside them
     */
    static Optional<ObjectNode> claims(String token, List<Finding> findings) {
        if (token.length() > LONGEST) {
            return addFinding("The token is longer than " + LONGEST + " characters.", findings);
        }
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return addFinding("The token must have three parts with dots between them, the last empty.", findings);
        }
        if (!parts[2].isEmpty()) {
            addFinding("The token's third part, the signature, must be empty: its dot stays.", findings);
        }
        object("header", parts[0], findings).ifPresent(header -> checkHeader(header, findings));
        return object("claims", parts[1], findings);
    }

    /** The claims as an unsigned token. */
    static String encode(ObjectNode claims) {
        return base64url("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + base64url(claims.toString()) + ".";
    }

    private static void checkHeader(ObjectNode header, List<Finding> findings) {
        if (!"none".equals(header.path("alg").textValue())) {
            addFinding("The token's header must say \"alg\":\"none\".", findings);
        }
        if (header.has("typ") && !"JWT".equals(header.get("typ").textValue())) {
            addFinding("The token's header must say \"typ\":\"JWT\", or leave typ out.", findings);
        }
    }

    private static Optional<ObjectNode> object(String part, String encoded, List<Finding> findings) {
        try {
            if (JSON.readTree(utf8(decode(encoded))) instanceof ObjectNode object) {
                return Optional.of(object);
            }
            return addFinding("The token's " + part + " must be a JSON object.", findings);
        } catch (IllegalArgumentException e) {
            return addFinding("The token's " + part + " must be base64url without padding.", findings);
        } catch (CharacterCodingException e) {
            return addFinding("The token's " + part + " must be UTF-8.", findings);
        } catch (JsonProcessingException e) {
            return addFinding("The token's " + part
                    + " must be one well-formed JSON object that holds no name twice and nests "
                    + DEEPEST + " levels at most.", findings);
        }
    }

    private static byte[] decode(String encoded) {
        if (encoded.endsWith("=")) {
            throw new IllegalArgumentException("padded");
        }
        return Base64.getUrlDecoder().decode(encoded);
    }

    private static String utf8(byte[] bytes) throws CharacterCodingException {
        // A new decoder refuses what is no UTF-8; new String(...) would replace it in silence.
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }

    private static String base64url(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static <T> Optional<T> addFinding(String diagnostics, List<Finding> findings) {
        findings.add(Rule.TOKEN_FORM.found(diagnostics));
        return Optional.empty();
    }
}
