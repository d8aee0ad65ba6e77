package taskgateway.deliver.fhir;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.http.Header;
import org.apache.http.HttpEntity;
import org.apache.http.HttpResponse;
import org.apache.http.entity.ByteArrayEntity;
import taskgateway.fhir.Format;
import taskgateway.rules.Issue;
import taskgateway.rules.Outcome;
import taskgateway.rules.Refusal;
import taskgateway.rules.RefusalCause;
import taskgateway.rules.Rule;

/**
 * Decides by status and body what a FHIR provider's response is (specification, section 6, "What a FHIR provider
 * answers and we say"). Only a success passes, read to its end; everything else is the refusal that the sender gets.
 */
final class ProviderResponses {

    /** The provider refuses the gateway itself, or its place: nothing that the sender could mend. */
    private static final Set<Integer> NOT_FOR_THE_SENDER = Set.of(401, 407);

    /** Seconds, or a date as HTTP writes it. */
    private static final Pattern RETRY_AFTER = Pattern.compile(
            "[0-9]{1,9}|[A-Z][a-z]{2,8}, [0-9]{2}[ -][A-Z][a-z]{2}[ -][0-9]{2,4} [0-9:]{8} GMT");

    private static final Pattern MEDIA_TYPE = Pattern.compile("^(application|text|image|multipart)/[a-z.+-]{1,40}");

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
            throw new Refusal(new Outcome(status, List.of(busy(status, reasons(response))), retryAfter(response)),
                    new RefusalCause(true, said(response)));
        } else if ((status == 500 || status / 100 == 4) && !NOT_FOR_THE_SENDER.contains(status)) {
            throw refused(response, status);
        } else {
            throw Rule.PROVIDER_RUBBISH.found("The provider's system answered, but not as a FHIR server does.")
                    .refusal().because(said(response) + (create ? ", and not 201" : ", and not 200"));
        }
    }

    private void readSuccess(HttpResponse response, boolean create) throws IOException {
        HttpEntity entity = response.getEntity();
        byte[] body = body(response)
                .orElseThrow(() -> unreadable(create, said(response) + ", larger than " + limit + " bytes"));
        // That there is no body must have been said: where the connection's end ends it, it may have been lost.
        boolean bare = create && body.length == 0 && entity != null
                && (entity.getContentLength() == 0 || entity.isChunked());
        AnswerText answer = bare ? new AnswerText("", Format.JSON)
                : text(body, contentType(response), create)
                .orElseThrow(() -> unreadable(create, said(response) + ", in neither JSON nor XML that can be read"))
                .mended();
        ByteArrayEntity whole = new ByteArrayEntity(answer.text().getBytes(StandardCharsets.UTF_8));
        whole.setContentType(answer.format().contentType());
        response.setEntity(whole);
        // HAPI would put the id from these over that of the Order.
        response.removeHeaders("Content-Location");
        if (!create) {
            response.removeHeaders("Location");
        }
    }

    /** A provider has what it says it has created, in whatever characters it says so; a read can be repeated. */
    private static Optional<AnswerText> text(byte[] body, String contentType, boolean create) {
        return create ? AnswerText.loosely(body, contentType) : AnswerText.of(body, contentType);
    }

    /** Refused with a reason: the sender learns it. Refused without one: nothing that a FHIR server would do. */
    private Refusal refused(HttpResponse response, int status) throws IOException {
        List<Issue> reasons = reasons(response);
        return reasons.isEmpty()
                ? Rule.PROVIDER_RUBBISH.found(
                        "The provider's system refused, but did not say why as a FHIR server does.")
                        .refusal().because(said(response) + ", without an OperationOutcome")
                : new Refusal(new Outcome(status, reasons, Map.of()), new RefusalCause(true, said(response)));
    }

    private List<Issue> reasons(HttpResponse response) throws IOException {
        return body(response).flatMap(body -> AnswerText.loosely(body, contentType(response))).map(ProviderReasons::in)
                .orElse(List.of());
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

    private static String contentType(HttpResponse response) {
        Header type = response.getFirstHeader("Content-Type");
        return type == null ? null : type.getValue();
    }

    /** What an operator may see of an answer: its status, and its media type where it looks like one. */
    private static String said(HttpResponse response) {
        String type = contentType(response);
        Matcher known = MEDIA_TYPE.matcher(type == null ? "" : type);
        return "answered " + response.getStatusLine().getStatusCode() + ", "
                + (known.find() ? known.group() : "no media type");
    }

    private static Refusal unreadable(boolean create, String why) {
        return create ? FhirProvider.refuseUnknown(why) : FhirProvider.refuseRubbish(why);
    }

    /** In the Spine Security Proxy's style, in the provider's own words where it has any. */
    private static Issue busy(int status, List<Issue> reasons) {
        String words = reasons.stream().map(Issue::diagnostics).filter(Objects::nonNull).findFirst()
                .orElse(status == 429 ? "The provider's system limits the rate of requests."
                        : "The provider's system is not available at the moment.");
        return new Issue(status == 429 ? "throttled" : "transient", null, null, words);
    }

    private static Map<String, String> retryAfter(HttpResponse response) {
        Header header = response.getFirstHeader("Retry-After");
        return header == null || !RETRY_AFTER.matcher(header.getValue()).matches() ? Map.of()
                : Map.of("Retry-After", header.getValue());
    }
}
