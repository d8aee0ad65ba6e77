package taskgateway.deliver.fhir;

import ca.uhn.fhir.model.dstu2.composite.CodeableConceptDt;
import ca.uhn.fhir.model.dstu2.composite.CodingDt;
import ca.uhn.fhir.model.dstu2.composite.IdentifierDt;
import ca.uhn.fhir.model.dstu2.composite.ResourceReferenceDt;
import ca.uhn.fhir.model.dstu2.resource.Order;
import ca.uhn.fhir.model.primitive.IdDt;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import taskgateway.fhir.Uris;

/**
 * Whether the Order of a provider's 201 is the task that was sent: its identifier, patient, target and task type
 * (specification, section 6). What the provider leaves out contradicts nothing.
 */
final class SameTask {

    private SameTask() {
    }

    static boolean is(Order theirs, Order sent) {
        return identifier(theirs.getIdentifier(), sent.getIdentifier())
                && reference(theirs.getSubject(), sent.getSubject())
                && reference(theirs.getTarget(), sent.getTarget())
                && (types(theirs).isEmpty() || types(theirs).equals(types(sent)));
    }

    /** The provider keeps the business identifier (section 7), perhaps beside one of its own. */
    private static boolean identifier(List<IdentifierDt> theirs, List<IdentifierDt> sent) {
        return theirs.isEmpty() || theirs.stream().anyMatch(it -> sent.stream().anyMatch(
                ours -> Objects.equals(it.getSystem(), ours.getSystem())
                        && Objects.equals(it.getValue(), ours.getValue())));
    }

    /** By type and id: under which root, and with which version, is the provider's to say. */
    private static boolean reference(ResourceReferenceDt theirs, ResourceReferenceDt sent) {
        IdDt it = theirs.getReference();
        IdDt ours = sent.getReference();
        return it.isEmpty() || Objects.equals(it.getResourceType(), ours.getResourceType())
                && Objects.equals(it.getIdPart(), ours.getIdPart());
    }

    private static Set<String> types(Order order) {
        return order.getReason() instanceof CodeableConceptDt reason
                ? reason.getCoding().stream().filter(coding -> Uris.TASK_TYPE.equals(coding.getSystem()))
                .map(CodingDt::getCode)
                        .filter(Objects::nonNull).collect(Collectors.toSet())
                : Set.of();
    }
}
