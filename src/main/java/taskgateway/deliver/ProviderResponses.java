package taskgateway.deliver;

import ca.uhn.fhir.model.dstu2.resource.OperationOutcome;
import ca.uhn.fhir.parser.DataFormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.http.Header;
import org.apache.http.HttpEntity;
import org.apache.http.HttpResponse;
import org.apache.http.entity.ByteArrayEntity;
import taskgateway.fhir.Format;
import taskgateway.fhir.XmlFit;
import taskgateway.outcome.Issue;
import taskgateway.outcome.Outcome;
import taskgateway.outcome.Refusal;
import taskgateway.rules.Rule;

/**
 * Decides by status and media type what a FHIR provider's response is (specification, section 6, "What a FHIR provider
 * answers and we say"). Only a success passes, read to its end; everything else is the refusal that the sender gets.
 */
final class ProviderResponses {

    /** The provider refuses the gateway itself, or its place: nothing that the sender could mend. */
    private static final Set<Integer> NOT_FOR_THE_SENDER = Set.of(401, 407);

    /** Seconds, or a date as HTTP writes it. */
    private static final Pattern RETRY_AFTER = Pattern.compile(
            "[0-9]{1,9}|[A-Z][a-z]{2,8}, [0-9]{2}[ -][A-Z][a-z]{2}[ -][0-9]{2,4} [0-9:]{8} GMT");

    private final int limit;

    /**
     * @param limit the largest body that is read, in bytes
     */
    ProviderResponses(int limit) {
        this.limit = limit;
    }

    /**
     * Reads a success to its end; its body then stands in memory.
     *
     * @param create whether a task was sent, as opposed to asked for
     * @throws Refusal     when the response is anything but a success that can be read
     * @throws IOException when it ends too early
     */
    void read(HttpResponse response, boolean create) throws IOException {
        int status = response.getStatusLine().getStatusCode();
        if (status == (create ? 201 : 200)) {
            readSuccess(response, create);
        } else if (status == 429 || status == 503) {
            throw new Refusal(new Outcome(status, List.of(busy(status)), retryAfter(response)));
        } else if ((status == 500 || status / 100 == 4) && !NOT_FOR_THE_SENDER.contains(status)) {
            throw refused(response, status);
        } else {
            throw Rule.PROVIDER_RUBBISH.found("The provider's system answered, but not as a FHIR server does.").refusal();
        }
    }

    private void readSuccess(HttpResponse response, boolean create) throws IOException {
        HttpEntity entity = response.getEntity();
        byte[] body = body(response).orElseThrow(() -> unreadable(create));
        Optional<Format> format = format(response);
        // That there is no body must have been said: where the connection's end ends it, it may have been lost.
        boolean bare = create && entity != null && (entity.getContentLength() == 0 || entity.isChunked());
        if (body.length == 0 ? !bare : format.isEmpty() || !fits(body, format.get())) {
            throw unreadable(create);
        }
        ByteArrayEntity whole = new ByteArrayEntity(body);
        whole.setContentType(format.orElse(Format.JSON).contentType());
        response.setEntity(whole);
        // HAPI would put the id from these over that of the Order.
        response.removeHeaders("Content-Location");
        if (!create) {
            response.removeHeaders("Location");
        }
    }

    /** Refused with a reason: the sender learns it. Refused without one: nothing that a FHIR server would do. */
    private Refusal refused(HttpResponse response, int status) throws IOException {
        Optional<Format> format = format(response);
        Optional<byte[]> body = format.isEmpty() ? Optional.empty() : body(response);
        if (body.isPresent()) {
            try {
                OperationOutcome theirs = format.get().parser()
                        .parseResource(OperationOutcome.class, new ByteArrayInputStream(body.get()));
                if (!theirs.getIssue().isEmpty()) {
                    return new Refusal(new Outcome(status, theirs.getIssue().stream().map(RelayedIssue::of).toList(), Map.of()));
                }
            } catch (DataFormatException e) {
                // No OperationOutcome, then.
            }
        }
        return Rule.PROVIDER_RUBBISH.found("The provider's system refused, but did not say why as a FHIR server does.").refusal();
    }

    /** The body, unpacked; empty when it is larger than the limit. */
    private Optional<byte[]> body(HttpResponse response) throws IOException {
        if (response.getEntity() == null) {
            return Optional.of(new byte[0]);
        }
        InputStream content = response.getEntity().getContent();
        byte[] body = content.readNBytes(limit);
        return content.read() < 0 ? Optional.of(body) : Optional.empty();
    }

    /** The two types of DSTU2, and those that later versions of FHIR call them: the body decides whether it can be read. */
    private static Optional<Format> format(HttpResponse response) {
        Header type = response.getFirstHeader("Content-Type");
        return type == null ? Optional.empty() : Format.ofMediaType(type.getValue().toLowerCase(Locale.ROOT)
                .replaceFirst("application/fhir\\+(json|xml)", "application/$1+fhir"));
    }

    /** The sender may have asked for XML: what that cannot hold is no answer in JSON either. */
    private static boolean fits(byte[] body, Format format) {
        try {
            return format == Format.XML || XmlFit.characters(new String(body, StandardCharsets.UTF_8));
        } catch (NumberFormatException malformed) {
            return false;
        }
    }

    private static Refusal unreadable(boolean create) {
        return create ? FhirProvider.unknown() : FhirProvider.rubbish();
    }

    private static Issue busy(int status) {
        return status == 429
                ? new Issue("throttled", null, null, "The provider's system limits the rate of requests.")
                : new Issue("transient", null, null, "The provider's system is not available at the moment.");
    }

    private static Map<String, String> retryAfter(HttpResponse response) {
        Header header = response.getFirstHeader("Retry-After");
        return header == null || !RETRY_AFTER.matcher(header.getValue()).matches() ? Map.of()
                : Map.of("Retry-After", header.getValue());
    }
}
