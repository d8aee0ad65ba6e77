package taskgateway.command.send;

import ca.uhn.fhir.model.dstu2.resource.OperationOutcome;
import ca.uhn.fhir.model.primitive.StringDt;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.StrictErrorHandler;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBaseResource;
import taskgateway.fhir.Format;

/** Prints an answer for people: status, the headers that matter, the resource, and what was wrong with the task. */
final class AnswerPrinter {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<String> HEADERS =
            List.of("Location", "Content-Location", "ETag", "Last-Modified", "Content-Type", "Ssp-TraceID",
                    "WWW-Authenticate", "Allow", "Retry-After", "X-Rate-Limit-Limit", "X-Rate-Limit-Remaining",
            "X-Rate-Limit-Reset");

    private static final Map<Integer, String> PHRASES = Map.ofEntries(
            Map.entry(200, "OK"), Map.entry(201, "Created"), Map.entry(400, "Bad Request"), Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"), Map.entry(405, "Method Not Allowed"), Map.entry(408, "Request Timeout"),
            Map.entry(413, "Content Too Large"), Map.entry(414, "URI Too Long"),
            Map.entry(415, "Unsupported Media Type"),
            Map.entry(422, "Unprocessable Entity"), Map.entry(429, "Too Many Requests"),
            Map.entry(431, "Request Header Fields Too Large"), Map.entry(495, "Certificate Error"),
            Map.entry(496, "Certificate Required"), Map.entry(500, "Internal Server Error"),
            Map.entry(501, "Not Implemented"), Map.entry(502, "Bad Gateway"), Map.entry(503, "Service Unavailable"),
            Map.entry(504, "Gateway Timeout"));

    private final PrintWriter out;

    AnswerPrinter(PrintWriter out) {
        this.out = out;
    }

    void print(GatewayAnswer answer) {
        out.println((answer.status() + " " + PHRASES.getOrDefault(answer.status(), "")).strip());
        for (String name : HEADERS) {
            if (answer.headers().first(name) != null) {
                out.println(name + ": " + answer.headers().first(name));
            }
        }
        if (!answer.body().isBlank()) {
            Optional<Format> format = Format.ofMediaType(answer.headers().first("Content-Type"));
            out.println();
            out.println(format.map(known -> pretty(answer.body(), known)).orElse(answer.body()).stripTrailing());
            format.flatMap(known -> outcome(answer.body(), known)).ifPresent(this::printIssues);
        }
        out.flush();
    }

    private void printIssues(OperationOutcome outcome) {
        out.println();
        out.println("Not delivered:");
        for (OperationOutcome.Issue issue : outcome.getIssue()) {
            String code = issue.getDetails().getCodingFirstRep().getCode();
            String where = issue.getLocation().stream().map(StringDt::getValue).collect(Collectors.joining(", "));
            out.println("- " + Stream.of(code == null ? issue.getCode() : code, issue.getDiagnostics(),
                            where.isEmpty() ? null : "(" + where + ")")
                    .filter(Objects::nonNull)
                    .collect(Collectors.joining(" ")));
        }
    }

    /** Indented; as it came when it cannot be read without loss. */
    private static String pretty(String body, Format format) {
        try {
            return format == Format.JSON ? JSON.readTree(body).toPrettyString() : prettyXml(body);
        } catch (JsonProcessingException | DataFormatException e) {
            return body;
        }
    }

    private static String prettyXml(String body) {
        IBaseResource resource =
                Format.XML.parser().setParserErrorHandler(new StrictErrorHandler()).parseResource(body);
        return Format.XML.parser().setPrettyPrint(true).encodeResourceToString(resource);
    }

    private static Optional<OperationOutcome> outcome(String body, Format format) {
        try {
            return Optional.of(format.parser().parseResource(body))
                    .filter(OperationOutcome.class::isInstance)
                    .map(OperationOutcome.class::cast);
        } catch (DataFormatException e) {
            return Optional.empty();
        }
    }
}
