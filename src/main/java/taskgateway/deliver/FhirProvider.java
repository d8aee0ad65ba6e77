package taskgateway.deliver;

import ca.uhn.fhir.model.api.ResourceMetadataKeyEnum;
import ca.uhn.fhir.model.dstu2.composite.IdentifierDt;
import ca.uhn.fhir.model.dstu2.resource.Order;
import ca.uhn.fhir.model.primitive.IdDt;
import ca.uhn.fhir.model.primitive.InstantDt;
import ca.uhn.fhir.rest.api.MethodOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Variable;
import org.hl7.fhir.instance.model.api.IIdType;
import taskgateway.edge.Call;
import taskgateway.edge.MediaTypes.Formats;
import taskgateway.edge.SpineHeaders.Sender;
import taskgateway.enrich.UrlTranslation;
import taskgateway.fhir.Format;
import taskgateway.fhir.Narrative;
import taskgateway.outcome.Refusal;
import taskgateway.rules.Rule;
import taskgateway.token.Caller;

/** What is sent to a FHIR provider, and what its success means. */
public final class FhirProvider {

    /** FHIR's id, and no step of a path. */
    private static final Predicate<String> ID = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9.-]{1,64}").asMatchPredicate();

    /** The Order as the body of a create, marked for the provider with the sender's headers. */
    public Order outgoing(@Variable("order") Order order, @Variable("call") Call call, @Variable("sender") Sender sender,
            @Variable("caller") Caller caller) {
        return Relayed.mark(order, call.provider(), sender, caller);
    }

    /**
     * The id to read, marked for the provider with the sender's headers.
     *
     * @throws Refusal ORDER_UNKNOWN when it can be no Order's: what is not an id must not become part of a URL
     */
    public IIdType wanted(@Variable("call") Call call, @Variable("sender") Sender sender, @Variable("caller") Caller caller) {
        if (!ID.test(call.id()) || call.version() != null && !ID.test(call.version())) {
            throw Rule.ORDER_UNKNOWN.found("There is no such Order: this is no id.").refusal();
        }
        return Relayed.mark(new IdDt("Order", call.id(), call.version()), call.provider(), sender, caller);
    }

    /**
     * The task that the provider says it has created: its own Order, or the one sent where it returns none.
     *
     * @throws Refusal OUTCOME_UNKNOWN when its 201 does not name this one task
     */
    public Delivered created(Object answer, @Variable("order") Order sent, @Variable("call") Call call,
            @Variable("formats") Formats formats) {
        if (!(answer instanceof MethodOutcome outcome) || outcome.getOperationOutcome() != null
                || !(Objects.requireNonNullElse(outcome.getResource(), sent) instanceof Order order) || !same(order, sent)) {
            throw unknown();
        }
        IdDt place = new IdDt(header(outcome, "location").orElse(""));
        IdDt own = order.getId();
        boolean contradictory = own.hasIdPart() && place.hasIdPart() && !own.getIdPart().equals(place.getIdPart());
        if (contradictory || place.hasIdPart() && !"Order".equals(place.getResourceType())) {
            throw unknown();
        }
        String id = own.hasIdPart() ? own.getIdPart() : place.getIdPart();
        String version = Stream.of(own.getVersionIdPart(), place.getVersionIdPart(), tag(outcome))
                .filter(Objects::nonNull).findFirst().orElse("1");
        return delivered(order, id, version, call, formats).orElseThrow(FhirProvider::unknown);
    }

    /**
     * The task that the provider has answered a read with.
     *
     * @throws Refusal PROVIDER_RUBBISH when it is not the one asked for
     */
    public Delivered read(Object answer, @Variable("call") Call call, @Variable("formats") Formats formats) {
        if (!(answer instanceof Order order) || !call.id().equals(order.getId().getIdPart())) {
            throw rubbish();
        }
        String asked = Objects.requireNonNullElse(call.version(), "1");
        String version = Objects.requireNonNullElse(order.getId().getVersionIdPart(), asked);
        if (call.version() != null && !version.equals(asked)) {
            throw rubbish();
        }
        return delivered(order, call.id(), version, call, formats).orElseThrow(FhirProvider::rubbish);
    }

    /** The provider has the task, or may have it, and the sender must not be told more than that. */
    static Refusal unknown() {
        return Rule.OUTCOME_UNKNOWN.found("Outcome unknown: the provider's system accepted the task, but its answer cannot be read."
                + " It may have the task.").refusal();
    }

    static Refusal rubbish() {
        return Rule.PROVIDER_RUBBISH.found("The provider's system answered, but not with the Order asked for.").refusal();
    }

    /** Whether an answer is about the task sent: the provider keeps its business identifier (section 7). */
    private static boolean same(Order answered, Order sent) {
        List<IdentifierDt> theirs = answered.getIdentifier();
        return theirs.isEmpty() || theirs.stream().anyMatch(it -> sent.getIdentifier().stream().anyMatch(
                ours -> Objects.equals(it.getSystem(), ours.getSystem()) && Objects.equals(it.getValue(), ours.getValue())));
    }

    private static Optional<Delivered> delivered(Order order, String id, String version, Call call, Formats formats) {
        if (id == null || !ID.test(id) || !ID.test(version)) {
            return Optional.empty();
        }
        InstantDt at = ResourceMetadataKeyEnum.UPDATED.get(order);
        Instant updated = at == null || at.getValue() == null ? Instant.now() : at.getValue().toInstant();
        order.setId(new IdDt("Order", id, version));
        ResourceMetadataKeyEnum.UPDATED.put(order, new InstantDt(Date.from(updated)));
        List<String> theirs = new ArrayList<>(call.roots());
        theirs.add(call.provider().address());
        // What a provider leaves out of its copy is mended like what a sender leaves out: the answer follows both profiles.
        Narrative.mend(order);
        return formats.answer() == Format.JSON || writable(order)
                ? Optional.of(new Delivered(UrlTranslation.relative(order, theirs), id, version, updated))
                : Optional.empty();
    }

    /** Characters that only JSON holds were refused before; HAPI's writer has the last word. */
    private static boolean writable(Order order) {
        try {
            Format.XML.encode(order);
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static Optional<String> header(MethodOutcome outcome, String lowerCaseName) {
        return outcome.getResponseHeaders().getOrDefault(lowerCaseName, List.of()).stream().findFirst();
    }

    private static String tag(MethodOutcome outcome) {
        return header(outcome, "etag").map(tag -> tag.replaceFirst("^(?:W/)?\"(.*)\"$", "$1")).filter(ID).orElse(null);
    }
}
