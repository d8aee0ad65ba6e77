package taskgateway.demo;

import ca.uhn.fhir.model.api.ResourceMetadataKeyEnum;
import ca.uhn.fhir.model.dstu2.resource.Order;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Body;
import org.apache.camel.ExchangeException;
import org.apache.camel.Variable;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import taskgateway.directory.Provider;
import taskgateway.reply.OutcomeWriter;
import taskgateway.rules.Outcome;
import taskgateway.rules.Refusal;
import taskgateway.rules.Rule;

/** What the simulated provider answers: an Order, or an OperationOutcome (specification, sections 6 and 7). */
final class SimulatedFhirAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(SimulatedFhirAnswers.class);

    private final String base;
    private final OutcomeWriter outcomes;

    /** @param provider its address is the base URL of this server */
    SimulatedFhirAnswers(Provider provider, OutcomeWriter outcomes) {
        this.base = provider.address();
        this.outcomes = outcomes;
    }

    /** 201 with the Order created, or 200 with the Order read. */
    public SimulatedAnswer answerOrder(@Body Order order, @Variable("request") SimulatedRequest request) {
        String version = order.getId().getVersionIdPart();
        String url = base + "/Order/" + order.getId().getIdPart() + "/_history/" + version;
        String modified = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ResourceMetadataKeyEnum.UPDATED.get(order).getValue().toInstant().atOffset(ZoneOffset.UTC));
        Map<String, String> headers = new TreeMap<>(Map.of(
                "Content-Location", url, "ETag", "W/\"" + version + "\"", "Last-Modified", modified));
        boolean created = request.method().equals("POST");
        if (created) {
            headers.put("Location", url);
        }
        return answer(created ? 201 : 200, headers, order, request);
    }

    /** The status and the OperationOutcome of a refusal; 500 for anything else. */
    public SimulatedAnswer answerRefusal(@ExchangeException Throwable cause,
            @Variable("request") SimulatedRequest request) {
        Outcome outcome = cause instanceof Refusal refusal ? refusal.outcome() : unexpected(cause);
        return answer(outcome.status(), new TreeMap<>(), outcomes.write(outcome), request);
    }

    private static Outcome unexpected(Throwable cause) {
        LOG.error("The simulated provider failed");
        return Rule.INTERNAL_ERROR.found("The simulated provider failed.").refusal().outcome();
    }

    private static SimulatedAnswer answer(int status, Map<String, String> headers, IBaseResource resource,
            SimulatedRequest request) {
        headers.put("Content-Type", request.answerFormat().contentType());
        request.header("Ssp-TraceID").ifPresent(trace -> headers.put("Ssp-TraceID", trace));
        return new SimulatedAnswer(status, headers, request.answerFormat().encode(resource));
    }
}
