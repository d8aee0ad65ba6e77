package taskgateway.check;

import static taskgateway.rules.Finding.refuseAny;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Variable;
import taskgateway.fhir.Format;
import taskgateway.request.FieldItem;
import taskgateway.request.Request;
import taskgateway.request.SpineHeader;
import taskgateway.rules.Finding;
import taskgateway.rules.Rule;

/**
 * Layer 3: media types (specification, section 3). The format of an answer is that of {@code _format}, then {@code
 * Accept}, then the request's {@code Content-Type}, else JSON; 415 when the deciding one holds no supported type.
 */
public final class MediaTypeLayer {

    /** The name of the one encoding that FHIR has (section 1), and how some write it. */
    private static final Set<String> UTF_8 = Set.of("utf-8", "utf8");

    /**
     * The formats of a request and its answer.
     *
     * @param body   the format of the request's body, or null where it declares none
     * @param answer the format of the answer
     */
    public record Formats(Format body, Format answer) {
    }

    /**
     * Checks what a request declares and asks for.
     *
     * @throws taskgateway.rules.Refusal with CONTENT_TYPE, CONTENT_ENCODING and ACCEPT as they apply
     */
    public Formats check(@Variable("request") Request request) {
        List<Finding> findings = new ArrayList<>();
        Optional<Format> body = declared(request);
        if (body.isEmpty() && (request.method().equals("POST") || request.hasBody())) {
            findings.add(Rule.CONTENT_TYPE.found(
                    "Send Content-Type once: application/json+fhir or application/xml+fhir,"
                    + " its charset UTF-8 or left out."));
        }
        if (!TransportLayer.canRead(request)) {
            findings.add(Rule.CONTENT_ENCODING.found("Content-Encoding must be gzip, or absent."));
        }
        Optional<Asked> asked = asked(request).stream().findFirst();
        if (asked.isPresent() && asked.get().format().isEmpty()) {
            findings.add(Rule.ACCEPT.found(asked.get().by()
                    + " must ask for application/json+fhir or application/xml+fhir."));
        }
        refuseAny(findings);
        return new Formats(body.orElse(null), asked.flatMap(Asked::format).or(() -> body).orElse(Format.JSON));
    }

    /** The format in which a request's failure is told: the first supported of what it says, else JSON. Never fails. */
    public static Format ofFailure(Request request) {
        return asked(request).stream()
                .map(Asked::format)
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> declared(request))
                .orElse(Format.JSON);
    }

    /** Whether the request says, beside the format, that its body is UTF-8. */
    public static boolean saysUtf8(Request request) {
        return request.headers().first(SpineHeader.CONTENT_TYPE)
                .filter(type -> FieldItem.of(type).all("charset").stream().anyMatch(MediaTypeLayer::isUtf8))
                .isPresent();
    }

    private static boolean isUtf8(String charset) {
        return UTF_8.contains(charset.toLowerCase(Locale.ROOT));
    }

    /** The format of the body, where exactly one is declared, and not in another encoding than UTF-8 (section 1). */
    private static Optional<Format> declared(Request request) {
        List<String> types = request.headers().all(SpineHeader.CONTENT_TYPE);
        if (types.size() != 1) {
            return Optional.empty();
        }
        FieldItem type = FieldItem.of(types.get(0));
        boolean utf8 = type.all("charset").stream().allMatch(MediaTypeLayer::isUtf8);
        return utf8 ? Format.ofMediaType(type.value()) : Optional.empty();
    }

    /** What the request says of the answer's format, most telling first; a preference for anything says nothing. */
    private static List<Asked> asked(Request request) {
        List<Asked> asked = new ArrayList<>();
        parameter(request.query()).ifPresent(value -> asked.add(new Asked("_format", ofFormatParameter(value))));
        List<String> accept = request.headers().all(SpineHeader.ACCEPT);
        if (!accept.isEmpty()) {
            AcceptHeader.bestFormat(String.join(",", accept))
                    .ifPresent(best -> asked.add(new Asked(SpineHeader.ACCEPT, best.format())));
        }
        return asked;
    }

    private static Optional<String> parameter(String query) {
        return query == null ? Optional.empty() : Arrays.stream(query.split("&"))
                .filter(pair -> pair.equals("_format") || pair.startsWith("_format="))
                .findFirst()
                .map(pair -> pair.substring(Math.min(pair.length(), "_format=".length())));
    }

    /**
     * DSTU2's forms, {@code text/xml} excepted (section 3), and the media types; a raw plus sign in a query is read as
     * one, not as a space.
     */
    private static Optional<Format> ofFormatParameter(String raw) {
        String value;
        try {
            value = URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8).strip().replace(' ', '+');
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "json", "application/json" -> Optional.of(Format.JSON);
            case "xml", "application/xml" -> Optional.of(Format.XML);
            default -> Format.ofMediaType(value.replace(";+", ";"));
        };
    }

    private record Asked(String by, Optional<Format> format) {
    }
}
