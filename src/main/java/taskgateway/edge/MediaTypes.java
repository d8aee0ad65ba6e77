package taskgateway.edge;

import static taskgateway.rules.Finding.refuseAny;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.camel.Variable;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;
import taskgateway.fhir.Format;
import taskgateway.rules.Finding;
import taskgateway.rules.Rule;

/**
 * Layer 3: media types (specification, section 3). The format of an answer is that of {@code _format}, then {@code Accept},
 * then the request's {@code Content-Type}, else JSON; 415 when the deciding one holds no supported type.
 */
public final class MediaTypes {

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
     * @throws taskgateway.outcome.Refusal with CONTENT_TYPE, CONTENT_ENCODING and ACCEPT as they apply
     */
    public Formats check(@Variable("request") Request request) {
        List<Finding> findings = new ArrayList<>();
        String contentType = request.headers().first(SpineHeader.CONTENT_TYPE).orElse(null);
        Optional<Format> body = Format.ofMediaType(contentType);
        if (body.isEmpty() && request.method().equals("POST")) {
            findings.add(Rule.CONTENT_TYPE.found("Content-Type must be application/json+fhir or application/xml+fhir."));
        }
        if (!request.headers().all(SpineHeader.CONTENT_ENCODING).isEmpty()) {
            findings.add(Rule.CONTENT_ENCODING.found("Content-Encoding must be gzip, or absent."));
        }
        Optional<Asked> asked = asked(request).findFirst();
        if (asked.isPresent() && asked.get().format().isEmpty()) {
            findings.add(Rule.ACCEPT.found(asked.get().by() + " must ask for application/json+fhir or application/xml+fhir."));
        }
        refuseAny(findings);
        return new Formats(body.orElse(null), asked.flatMap(Asked::format).or(() -> body).orElse(Format.JSON));
    }

    /** The format in which a request's failure is told: the first supported of what it says, else JSON. Never fails. */
    public static Format ofFailure(Request request) {
        return asked(request)
                .map(Asked::format)
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> Format.ofMediaType(request.headers().first(SpineHeader.CONTENT_TYPE).orElse(null)))
                .orElse(Format.JSON);
    }

    /** What the request says of the answer's format, most telling first; a preference for anything says nothing. */
    private static java.util.stream.Stream<Asked> asked(Request request) {
        List<Asked> asked = new ArrayList<>();
        parameter(request.query()).ifPresent(value -> asked.add(new Asked("_format", ofFormatParameter(value))));
        List<String> accept = request.headers().all(SpineHeader.ACCEPT);
        if (!accept.isEmpty()) {
            accepted(String.join(",", accept)).ifPresent(asked::add);
        }
        return asked.stream();
    }

    private static Optional<String> parameter(String query) {
        return query == null ? Optional.empty() : Arrays.stream(query.split("&"))
                .filter(pair -> pair.equals("_format") || pair.startsWith("_format="))
                .findFirst()
                .map(pair -> pair.substring(Math.min(pair.length(), "_format=".length())));
    }

    /** DSTU2's short forms, and the media types; a raw plus sign in a query is read as one, not as a space. */
    private static Optional<Format> ofFormatParameter(String raw) {
        String value;
        try {
            value = URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8).strip().replace(' ', '+');
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "json", "application/json" -> Optional.of(Format.JSON);
            case "xml", "text/xml", "application/xml" -> Optional.of(Format.XML);
            default -> Format.ofMediaType(value.replace(";+", ";"));
        };
    }

    /** The best supported type of an Accept list; empty where the list says that anything will do. */
    private static Optional<Asked> accepted(String accept) {
        List<MimeType> types;
        try {
            types = MimeTypeUtils.parseMimeTypes(accept);
        } catch (InvalidMimeTypeException e) {
            return Optional.of(new Asked(SpineHeader.ACCEPT, Optional.empty()));
        }
        List<MimeType> wanted = types.stream()
                .filter(type -> quality(type) > 0)
                .filter(type -> anything(type) || format(type).isPresent())
                .sorted(Comparator.comparingDouble(MediaTypes::quality).reversed().thenComparing(MediaTypes::anything))
                .toList();
        if (!wanted.isEmpty() && anything(wanted.get(0))) {
            return Optional.empty();
        }
        return Optional.of(new Asked(SpineHeader.ACCEPT, wanted.stream().findFirst().flatMap(MediaTypes::format)));
    }

    private static boolean anything(MimeType type) {
        return type.isWildcardType() || type.isWildcardSubtype() && type.getType().equalsIgnoreCase("application");
    }

    private static Optional<Format> format(MimeType type) {
        return Format.ofMediaType(type.getType() + "/" + type.getSubtype());
    }

    private static double quality(MimeType type) {
        try {
            return type.getParameter("q") == null ? 1 : Double.parseDouble(type.getParameter("q"));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private record Asked(String by, Optional<Format> format) {
    }
}
