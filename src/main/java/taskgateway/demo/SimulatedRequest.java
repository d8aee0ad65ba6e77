package taskgateway.demo;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import taskgateway.fhir.Format;

/**
 * An HTTP request as it came in.
 *
 * @param method  the verb
 * @param path    undecoded, from the server's root, e.g. {@code /A20047/DSTU2/1/Order}
 * @param query   undecoded, empty when there is none
 * @param headers by name in lower case, each with its values in their order; from the request alone, never from the
 *                query
 * @param body    empty when there is none
 */
record SimulatedRequest(String method, String path, String query, Map<String, List<String>> headers, byte[] body) {

    /** The header's value when it is there exactly once and not blank. */
    Optional<String> header(String name) {
        List<String> values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
        return values.size() == 1 && !values.get(0).isBlank() ? Optional.of(values.get(0).strip()) : Optional.empty();
    }

    /** What the sender wants the answer to be: {@code _format}, else Accept; empty when it does not say. */
    List<String> accepts() {
        List<String> wanted = List.of(query.split("&")).stream().filter(pair -> pair.startsWith("_format="))
                .map(pair -> URLDecoder.decode(pair.substring(8).replace("+", "%2B"), StandardCharsets.UTF_8)).toList();
        return wanted.isEmpty() ? List.of(header("Accept").orElse("*/*").split(",")) : wanted;
    }

    /** The format of the answer: the first that the sender accepts, else that of its body, else JSON. */
    Format answerFormat() {
        return accepts().stream().map(SimulatedRequest::format).flatMap(Optional::stream).findFirst()
                .or(() -> Format.ofMediaType(header("Content-Type").orElse(null))).orElse(Format.JSON);
    }

    static Optional<Format> format(String name) {
        return switch (name) {
            case "json" -> Optional.of(Format.JSON);
            case "xml" -> Optional.of(Format.XML);
            default -> Format.ofMediaType(name);
        };
    }
}
