package taskgateway.deliver;

import ca.uhn.fhir.model.api.ResourceMetadataKeyEnum;
import ca.uhn.fhir.model.dstu2.resource.Order;
import ca.uhn.fhir.model.primitive.IdDt;
import ca.uhn.fhir.model.primitive.InstantDt;
import ca.uhn.fhir.rest.api.MethodOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Variable;
import org.hl7.fhir.instance.model.api.IIdType;
import taskgateway.edge.Call;
import taskgateway.edge.SpineHeaders.Sender;
import taskgateway.enrich.UrlTranslation;
import taskgateway.rules.Rule;
import taskgateway.token.Caller;

/** What is sent to a FHIR provider, and what its success means. */
public final class FhirProvider {

    /** The Order as the body of a create, with the sender's headers. */
    public Order outgoing(@Variable("order") Order order, @Variable("sender") Sender sender, @Variable("caller") Caller caller) {
        return Relayed.mark(order, sender, caller);
    }

    /** The id to read, with the sender's headers. */
    public IIdType wanted(@Variable("call") Call call, @Variable("sender") Sender sender, @Variable("caller") Caller caller) {
        return Relayed.mark(new IdDt("Order", call.id(), call.version()), sender, caller);
    }

    /**
     * The task that the provider says it has created.
     *
     * @throws taskgateway.outcome.Refusal PROVIDER_RUBBISH when it does not say so, OUTCOME_UNKNOWN when its 201 names no task
     */
    public Delivered created(Object answer, @Variable("order") Order sent, @Variable("call") Call call) {
        if (!(answer instanceof MethodOutcome outcome)) {
            throw unknown();
        }
        if (!Boolean.TRUE.equals(outcome.getCreated())) {
            throw Rule.PROVIDER_RUBBISH.found("The provider's system did not say that it created the task.").refusal();
        }
        if (outcome.getResource() != null && !(outcome.getResource() instanceof Order)) {
            throw unknown();
        }
        IdDt location = location(outcome.getResponseHeaders());
        Order order = outcome.getResource() == null ? sent : (Order) outcome.getResource();
        return delivered(order, order == sent ? location : merged(order.getId(), location), call);
    }

    /** The task that the provider has answered a read with. */
    public Delivered read(Object answer, @Variable("call") Call call) {
        if (answer instanceof Order order && order.getId().hasIdPart()) {
            return delivered(order, order.getId(), call);
        }
        throw Rule.PROVIDER_RUBBISH.found("The provider's system answered, but not with the Order asked for.").refusal();
    }

    private static Delivered delivered(Order order, IdDt id, Call call) {
        if (!id.hasIdPart()) {
            throw unknown();
        }
        String version = id.hasVersionIdPart() ? id.getVersionIdPart() : "1";
        List<String> theirs = new ArrayList<>(call.roots());
        theirs.add(call.provider().address());
        InstantDt at = ResourceMetadataKeyEnum.UPDATED.get(order);
        Instant updated = at == null || at.getValue() == null ? Instant.now() : at.getValue().toInstant();
        return new Delivered(UrlTranslation.relative(order, theirs), id.getIdPart(), version, updated);
    }

    private static IdDt location(Map<String, List<String>> headers) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase("Location"))
                .flatMap(header -> header.getValue().stream())
                .map(IdDt::new)
                .filter(id -> "Order".equals(id.getResourceType()))
                .findFirst()
                .orElseGet(IdDt::new);
    }

    private static IdDt merged(IdDt body, IdDt location) {
        return body.hasIdPart() && (body.hasVersionIdPart() || !location.hasVersionIdPart()) ? body : location;
    }

    private static RuntimeException unknown() {
        return Rule.OUTCOME_UNKNOWN.found("Outcome unknown: the provider's system accepted the task, but its answer cannot be read."
                + " It may have the task.").refusal();
    }
}
