package taskgateway.deliver;

import ca.uhn.fhir.rest.client.api.IClientInterceptor;
import ca.uhn.fhir.rest.client.api.IHttpRequest;
import ca.uhn.fhir.rest.client.api.IHttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import taskgateway.fhir.Format;
import taskgateway.outcome.Issue;
import taskgateway.outcome.Outcome;
import taskgateway.outcome.Refusal;
import taskgateway.rules.Rule;

/**
 * Decides by status and media type what a FHIR provider's response is, before anything reads it (specification, section 6,
 * "What a FHIR provider answers and we say").
 */
final class ProviderResponses implements IClientInterceptor {

    /** Read by HAPI: what was asked for, and outcomes whose issues are relayed. */
    private static final Set<Integer> READ = Set.of(200, 201, 304, 400, 403, 404, 405, 409, 410, 412, 413, 415, 422, 500);

    @Override
    public void interceptRequest(IHttpRequest request) {
        // The headers are set where the request is made.
    }

    @Override
    public void interceptResponse(IHttpResponse response) {
        int status = response.getStatus();
        if (status == 429 || status == 503) {
            throw new Refusal(new Outcome(status, List.of(busy(status)), retryAfter(response)));
        }
        boolean empty = status == 201 || status == 304;
        if (!READ.contains(status) || !empty && Format.ofMediaType(response.getMimeType()).isEmpty()) {
            throw Rule.PROVIDER_RUBBISH.found("The provider's system answered, but not as a FHIR server does.").refusal();
        }
    }

    private static Issue busy(int status) {
        return status == 429
                ? new Issue("throttled", null, null, "The provider's system limits the rate of requests.")
                : new Issue("transient", null, null, "The provider's system is not available at the moment.");
    }

    private static Map<String, String> retryAfter(IHttpResponse response) {
        List<String> values = response.getHeaders("Retry-After");
        return values == null || values.isEmpty() ? Map.of() : Map.of("Retry-After", values.get(0));
    }
}
