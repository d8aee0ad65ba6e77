package taskgateway.deliver.fhir;

import ca.uhn.fhir.model.api.ResourceMetadataKeyEnum;
import ca.uhn.fhir.model.dstu2.resource.OperationOutcome;
import ca.uhn.fhir.model.dstu2.resource.Order;
import ca.uhn.fhir.model.dstu2.valueset.IssueSeverityEnum;
import ca.uhn.fhir.model.primitive.IdDt;
import ca.uhn.fhir.model.primitive.InstantDt;
import ca.uhn.fhir.rest.api.MethodOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.Variable;
import org.hl7.fhir.instance.model.api.IBaseOperationOutcome;
import org.hl7.fhir.instance.model.api.IIdType;
import taskgateway.check.SpineLayer.SpineSender;
import taskgateway.fhir.FhirId;
import taskgateway.profile.Profiles;
import taskgateway.request.Call;
import taskgateway.request.HttpDate;
import taskgateway.rules.Refusal;
import taskgateway.rules.Rule;
import taskgateway.token.Caller;

/** What is sent to a FHIR provider, and what its success means. */
public final class FhirProvider {


    private static final Set<String> NO_ERROR =
            Set.of(IssueSeverityEnum.WARNING.getCode(), IssueSeverityEnum.INFORMATION.getCode());

    private final RelayedOrder orders;

    /**
     * @param profiles that what is relayed must follow
     */
    public FhirProvider(Profiles profiles) {
        this.orders = new RelayedOrder(profiles);
    }

    /** The Order as the body of a create, marked for the provider with the sender's headers. */
    public Order prepareCreate(@Variable("order") Order order, @Variable("call") Call call,
            @Variable("sender") SpineSender sender, @Variable("caller") Caller caller) {
        return RelayedHeaders.mark(order, call.provider(), sender, caller);
    }

    /**
     * The id to read, marked for the provider with the sender's headers.
     *
     * @throws Refusal ORDER_UNKNOWN when it can be no Order's: what is not an id must not become part of a URL
     */
    public IIdType prepareRead(@Variable("call") Call call, @Variable("sender") SpineSender sender,
            @Variable("caller") Caller caller) {
        if (!FhirId.isLegalInPath(call.id()) || call.version() != null && !FhirId.isLegalInPath(call.version())) {
            throw Rule.ORDER_UNKNOWN.found("There is no such Order: this is no id.").refusal();
        }
        return RelayedHeaders.mark(new IdDt("Order", call.id(), call.version()), call.provider(), sender, caller);
    }

    /**
     * The task that the provider says it has created: its own Order, or the one sent where it returns none, or none
     * that may be relayed. It has the task all the same.
     *
     * @throws Refusal OUTCOME_UNKNOWN when its 201 does not name this one task
     */
    public Delivered acceptCreated(Object answer, @Variable("order") Order sent, @Variable("call") Call call) {
        if (!(answer instanceof MethodOutcome outcome) || !harmless(outcome.getOperationOutcome())) {
            throw refuseUnknown("answered 201 with an OperationOutcome that tells of an error");
        }
        if (!(Objects.requireNonNullElse(outcome.getResource(), sent) instanceof Order order)
                || !SameTask.is(order, sent)) {
            throw refuseUnknown("answered 201 with something else than the task that was sent");
        }
        IdDt place = new IdDt(header(outcome, "location").orElse(""));
        IdDt own = order.getId();
        boolean contradictory = own.hasIdPart() && place.hasIdPart() && !own.getIdPart().equals(place.getIdPart());
        if (contradictory || place.hasIdPart() && !"Order".equals(place.getResourceType())) {
            throw refuseUnknown("answered 201, and Location names another resource");
        }
        String id = own.hasIdPart() ? own.getIdPart() : place.getIdPart();
        String version = Stream.of(own.getVersionIdPart(), place.getVersionIdPart(), tag(outcome))
                .filter(Objects::nonNull).findFirst().orElse("1");
        Instant updated = updated(order).or(() -> header(outcome, "last-modified").flatMap(HttpDate::read))
                .orElseGet(Instant::now);
        Order relayed = order == sent ? sent : relayable(order, sent, roots(call, place.getBaseUrl())).orElse(sent);
        return delivered(relayed, id, version, updated).orElseThrow(() ->
                refuseUnknown("answered 201 without an id of the task"));
    }

    /**
     * The task that the provider has answered a read with.
     *
     * @throws Refusal PROVIDER_RUBBISH when it is not the one asked for, or must not be relayed
     */
    public Delivered acceptRead(Object answer, @Variable("call") Call call) {
        if (!(answer instanceof Order order) || !call.id().equals(order.getId().getIdPart())) {
            throw refuseRubbish("answered 200 with something else than the Order asked for");
        }
        String asked = Objects.requireNonNullElse(call.version(), "1");
        String version = Objects.requireNonNullElse(order.getId().getVersionIdPart(), asked);
        if (call.version() != null && !version.equals(asked)) {
            throw refuseRubbish("answered 200 with another version of the Order");
        }
        Instant updated = updated(order).orElseGet(Instant::now);
        Order relayed = orders.of(order, roots(call, null))
                .orElseThrow(() -> Rule.PROVIDER_RUBBISH.found("The provider's"
                + " system answered with an Order that is no task of GP Connect, or whose narrative is missing or"
                + " unsafe.")
                .refusal().because("answered 200 with an Order that does not follow the profiles"));
        return delivered(relayed, call.id(), version, updated)
                .orElseThrow(() -> refuseRubbish("answered 200 with an Order whose version is none"));
    }

    /**
     * The provider has the task, or may have it, and the sender must not be told more than that.
     *
     * @param why for an operator: what the provider did
     */
    static Refusal refuseUnknown(String why) {
        return Rule.OUTCOME_UNKNOWN.found(
                "Outcome unknown: the provider's system accepted the task, but its answer cannot be read."
                + " It may have the task.").refusal().because(why);
    }

    static Refusal refuseRubbish(String why) {
        return Rule.PROVIDER_RUBBISH.found("The provider's system answered, but not with the Order asked for.")
                .refusal().because(why);
    }

    /**
     * An OperationOutcome with a success, as servers of the DSTU2 years send it, is harmless unless it tells of an
     * error.
     */
    private static boolean harmless(IBaseOperationOutcome outcome) {
        return outcome == null || outcome instanceof OperationOutcome theirs && theirs.getIssue().stream()
                .allMatch(issue -> NO_ERROR.contains(String.valueOf(issue.getSeverity())));
    }

    /** The provider's own Order, with the identifier that was sent where it keeps none. */
    private Optional<Order> relayable(Order theirs, Order sent, List<String> roots) {
        if (theirs.getIdentifier().isEmpty()) {
            theirs.setIdentifier(sent.getIdentifier());
        }
        return orders.of(theirs, roots);
    }

    /** Under what the provider's references may stand: its roots here, its address, and how it calls itself. */
    private static List<String> roots(Call call, String own) {
        List<String> roots = new ArrayList<>(call.roots());
        Stream.of(call.provider().address(), Objects.requireNonNullElse(own, ""))
                .map(root -> root.replaceFirst("/+$", "")).filter(root -> !root.isEmpty()).forEach(roots::add);
        return roots;
    }

    private static Optional<Delivered> delivered(Order order, String id, String version, Instant updated) {
        if (!FhirId.isLegalInPath(id) || !FhirId.isLegalInPath(version)) {
            return Optional.empty();
        }
        order.setId(new IdDt("Order", id, version));
        ResourceMetadataKeyEnum.UPDATED.put(order, new InstantDt(Date.from(updated)));
        return Optional.of(new Delivered(order, id, version, updated));
    }

    private static Optional<Instant> updated(Order order) {
        return Optional.ofNullable(ResourceMetadataKeyEnum.UPDATED.get(order)).map(InstantDt::getValue)
                .map(Date::toInstant);
    }

    private static Optional<String> header(MethodOutcome outcome, String lowerCaseName) {
        return outcome.getResponseHeaders().getOrDefault(lowerCaseName, List.of()).stream().findFirst();
    }

    private static String tag(MethodOutcome outcome) {
        return header(outcome, "etag").map(tag -> tag.replaceFirst("^(?:W/)?\"(.*)\"$", "$1"))
                .filter(FhirId::isLegalInPath).orElse(null);
    }
}
