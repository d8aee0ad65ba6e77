package taskgateway.check;

import ca.uhn.fhir.model.dstu2.composite.ResourceReferenceDt;
import ca.uhn.fhir.model.dstu2.resource.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import taskgateway.directory.Registry;
import taskgateway.fhir.LocatedReference;
import taskgateway.rules.Finding;
import taskgateway.rules.Rule;

/**
 * Resolves what a task refers to (specification, sections 5 and 6, layer 8). References under the provider's service
 * root have been made relative before they come here: one that is still absolute is to another server.
 *
 * <p>No diagnostics quote a reference: senders have been known to use NHS numbers as ids.
 */
final class References {

    /** A scheme, a path from the server's root, or a step out of the service root. */
    private static final Pattern ELSEWHERE =
            Pattern.compile("(?s)\\s*([A-Za-z][A-Za-z0-9+.-]*:.*|/.*|(.*/)?\\.\\.(/.*)?)");

    private final RegistryFacts records;

    /**
     * @param registry the provider's records
     */
    References(Registry registry) {
        this.records = new RegistryFacts(registry);
    }

    /**
     * Looks up whatever the task refers to in the provider's records.
     *
     * @param order a task that follows its profile
     * @throws taskgateway.rules.Refusal with every reference, in extensions too, that is to another server or unknown
     */
    Facts resolve(Order order) {
        List<LocatedReference> references = LocatedReference.in(order);
        List<Finding> findings = new ArrayList<>(findForeign(references));
        findings.addAll(findUnknown(order, references));
        Finding.refuseAny(findings);
        // A task that follows its profile has all three, each of a type that its element allows; any other stops here.
        return new Facts(
                records.patient(value(order.getSubject())).orElseThrow(() -> findUnknown("/f:Order/f:subject")
                .refusal()),
                records.source(value(order.getSource())).orElseThrow(() -> findUnknown("/f:Order/f:source").refusal()),
                records.target(value(order.getTarget())).orElseThrow(() -> findUnknown("/f:Order/f:target").refusal()));
    }

    /**
     * Every reference of the task to another server: all that can be said of one whose provider keeps its own records.
     */
    static List<Finding> findForeign(Order order) {
        return findForeign(LocatedReference.in(order));
    }

    private static List<Finding> findForeign(List<LocatedReference> references) {
        return references.stream()
                .filter(References::elsewhere)
                .map(reference -> Rule.REFERENCE_FOREIGN.found(reference.location(),
                        "The reference is to another server. Give Type/id, or a URL under the provider's service"
                        + " root."))
                .toList();
    }

    private List<Finding> findUnknown(Order order, List<LocatedReference> references) {
        return references.stream()
                .filter(reference -> !elsewhere(reference))
                .filter(reference -> !records.knows(reference.value()) && !contains(order, reference.value()))
                .map(reference -> findUnknown(reference.location()))
                .toList();
    }

    private static boolean elsewhere(LocatedReference reference) {
        return ELSEWHERE.matcher(reference.value()).matches();
    }

    private static Finding findUnknown(String location) {
        return Rule.REFERENCE_UNKNOWN.found(location, "The provider's records do not hold what the"
                + " reference names: send the id by which the provider knows it.");
    }

    private static boolean contains(Order order, String reference) {
        return order.getContained().getContainedResources().stream()
                .map(resource -> resource.getId().getValue()).filter(Objects::nonNull)
                .anyMatch(id -> reference.equals(id) || reference.equals("#" + id));
    }

    private static String value(ResourceReferenceDt reference) {
        return reference.getReference().getValue();
    }
}
