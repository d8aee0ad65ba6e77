package taskgateway.reply;

import ca.uhn.fhir.model.dstu2.resource.Order;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.camel.Variable;
import org.hl7.fhir.instance.model.api.IBaseResource;
import taskgateway.check.MediaTypeLayer.Formats;
import taskgateway.deliver.fhir.Delivered;
import taskgateway.fhir.UrlTranslation;
import taskgateway.request.BodyRoom;
import taskgateway.request.Call;
import taskgateway.request.FieldItem;
import taskgateway.request.HttpDate;
import taskgateway.request.Request;
import taskgateway.request.SpineHeader;

/** Answers to requests that succeed (specification, section 7). */
public final class Replies {

    private static final String OK = "OK";
    private static final Predicate<String> MINIMAL =
            Pattern.compile("(^|[,;])\\s*return\\s*=\\s*\"?minimal\"?\\s*($|[,;])", Pattern.CASE_INSENSITIVE)
                    .asPredicate();

    /** 201 with the Order's place and, unless the caller prefers it minimal, the Order. */
    public Answer answerCreated(@Variable("request") Request request, @Variable("call") Call call,
            @Variable("formats") Formats formats, @Variable("delivered") Delivered delivered) {
        Map<String, String> headers = headers(request, call, delivered);
        headers.put("Location", headers.get("Content-Location"));
        boolean minimal = request.headers().all(SpineHeader.PREFER).stream().anyMatch(MINIMAL);
        String body = minimal ? null : formats.answer().encode(order(delivered, call));
        return new Answer(201, headers, formats.answer(), body, OK);
    }

    /**
     * 200 with the Order; 304 where the caller has it already.
     *
     * @throws taskgateway.rules.Refusal TOO_BUSY when there is no room for the answer until it has left
     */
    public Answer answerRead(@Variable("request") Request request, @Variable("call") Call call,
            @Variable("formats") Formats formats, @Variable("delivered") Delivered delivered,
            @Variable("incomingBody") BodyRoom room) {
        Map<String, String> headers = headers(request, call, delivered);
        if (isKnown(request, headers.get("ETag"), delivered)) {
            return new Answer(304, headers, formats.answer(), null, OK);
        }
        String body = formats.answer().encode(order(delivered, call));
        room.hold(body.length());
        return new Answer(200, headers, formats.answer(), body, OK);
    }

    /** 200 with a resource that has no versions, such as the conformance statement. */
    public Answer answerResource(@Variable("request") Request request, @Variable("formats") Formats formats,
            IBaseResource resource) {
        return new Answer(200, traced(request), formats.answer(), formats.answer().encode(resource), OK);
    }

    private static Order order(Delivered delivered, Call call) {
        return UrlTranslation.absolute(delivered.order(), call.base());
    }

    private static Map<String, String> headers(Request request, Call call, Delivered delivered) {
        Map<String, String> headers = traced(request);
        headers.put("Content-Location",
                call.base() + "/Order/" + delivered.id() + "/_history/" + delivered.versionId());
        headers.put("ETag", "W/\"" + delivered.versionId() + "\"");
        headers.put("Last-Modified", HttpDate.of(delivered.lastUpdated()));
        return headers;
    }

    private static Map<String, String> traced(Request request) {
        Map<String, String> headers = new LinkedHashMap<>();
        request.headers().first(SpineHeader.TRACE_ID).ifPresent(id -> headers.put(SpineHeader.TRACE_ID, id));
        return headers;
    }

    /**
     * Whether the caller has this version already: one that it names tells more than a date (RFC 9110, section 13.2.2).
     */
    private static boolean isKnown(Request request, String etag, Delivered delivered) {
        List<String> versions = request.headers().all("If-None-Match");
        if (versions.isEmpty()) {
            return request.headers().first("If-Modified-Since").flatMap(HttpDate::read)
                    .filter(since -> !delivered.lastUpdated().truncatedTo(ChronoUnit.SECONDS).isAfter(since))
                    .isPresent();
        }
        return FieldItem.list(String.join(",", versions)).stream().map(FieldItem::value)
                .anyMatch(tag -> tag.equals("*") || tag.equals(etag) || ("W/" + tag).equals(etag));
    }
}
