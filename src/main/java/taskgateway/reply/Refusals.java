package taskgateway.reply;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeException;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import taskgateway.check.MediaTypeLayer;
import taskgateway.check.SpineLayer;
import taskgateway.fhir.Format;
import taskgateway.process.OutOfMemory;
import taskgateway.request.Request;
import taskgateway.request.SpineHeader;
import taskgateway.rules.Outcome;
import taskgateway.rules.Refusal;
import taskgateway.rules.Rule;

/** Turns whatever stopped a request into an OperationOutcome in the caller's format (specification, section 6). */
public final class Refusals {

    private static final Logger LOG = LoggerFactory.getLogger("taskgateway.refusals");

    private final OutcomeWriter writer = new OutcomeWriter();

    /**
     * The answer to a request that failed.
     *
     * @param request what was asked, as far as it was read
     * @param failure a {@link Refusal}, or anything else: an unexpected failure, of which the sender learns no more
     *                than that
     * @param route   the route in which it failed, for the log; null where none was reached
     */
    public Answer answer(@Variable("request") Request request, @ExchangeException Exception failure,
            @ExchangeProperty(Exchange.FAILURE_ROUTE_ID) String route) {
        // A log holds nothing else that a sender wrote.
        String traceId = request.headers().first(SpineHeader.TRACE_ID).filter(SpineLayer::isTraceId).orElse("unknown");
        Refusal refusal = refusal(failure, route, traceId);
        Outcome outcome = refusal.outcome();
        Format format = MediaTypeLayer.ofFailure(request);
        Map<String, String> headers = new LinkedHashMap<>(outcome.headers());
        request.headers().first(SpineHeader.TRACE_ID).ifPresent(id -> headers.put(SpineHeader.TRACE_ID, id));
        return new Answer(outcome.status(), headers, format, format.encode(writer.write(outcome)), outcome.codes(),
                refusal.why());
    }

    private static Refusal refusal(Throwable failure, String route, String traceId) {
        OutOfMemory.endIf(failure);
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Refusal refusal) {
                return refusal;
            }
        }
        // The route alone: a message may quote what the sender wrote, and a stack trace tells of the program's inside.
        LOG.error("Unexpected failure, answered 500: route {}, trace id {}", route, traceId);
        return Rule.INTERNAL_ERROR.found("The request could not be processed: this is a fault of the gateway.")
                .refusal();
    }
}
