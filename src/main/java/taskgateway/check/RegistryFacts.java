package taskgateway.check;

import ca.uhn.fhir.model.api.ExtensionDt;
import ca.uhn.fhir.model.dstu2.composite.CodeableConceptDt;
import ca.uhn.fhir.model.dstu2.composite.CodingDt;
import ca.uhn.fhir.model.dstu2.composite.IdentifierDt;
import ca.uhn.fhir.model.dstu2.composite.ResourceReferenceDt;
import ca.uhn.fhir.model.dstu2.resource.Organization;
import ca.uhn.fhir.model.dstu2.resource.Patient;
import ca.uhn.fhir.model.dstu2.resource.Practitioner;
import ca.uhn.fhir.model.primitive.BooleanDt;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import taskgateway.directory.Registry;
import taskgateway.fhir.FhirId;
import taskgateway.fhir.Uris;

/**
 * Reads from a registry's resources what the business rules need to know (specification, section 12). What the records
 * say badly or not at all is read to the task's disadvantage: an unknown status is not verified, an unclear dissent is
 * one.
 *
 * <p>All is read once: the registry hands out copies of its resources, which would be most of the work of a task.
 */
final class RegistryFacts {

    private static final Pattern RELATIVE = Pattern.compile("([A-Z][A-Za-z]*)/(" + FhirId.FORM + ")");

    private final Registry registry;
    private final Map<String, Facts.Patient> patients = new HashMap<>();
    private final Map<String, Facts.Source> sources = new HashMap<>();
    private final Map<String, Facts.Target> targets = new HashMap<>();

    RegistryFacts(Registry registry) {
        this.registry = registry;
        for (String reference : registry.references()) {
            readPatient(reference).ifPresent(patient -> patients.put(reference, patient));
            readSource(reference).ifPresent(source -> sources.put(reference, source));
            readTarget(reference).ifPresent(target -> targets.put(reference, target));
        }
    }

    /** Whether the reference is {@code Type/id} of something in the registry. */
    boolean knows(String reference) {
        return registry.references().contains(reference);
    }

    Optional<Facts.Patient> patient(String reference) {
        return Optional.ofNullable(patients.get(reference));
    }

    Optional<Facts.Source> source(String reference) {
        return Optional.ofNullable(sources.get(reference));
    }

    Optional<Facts.Target> target(String reference) {
        return Optional.ofNullable(targets.get(reference));
    }

    private Optional<Facts.Patient> readPatient(String reference) {
        return find(reference, Patient.class).map(patient -> {
            Optional<IdentifierDt> number = identifier(patient.getIdentifier(), Uris.NHS_NUMBER);
            return new Facts.Patient(reference, number.map(IdentifierDt::getValue).orElse(null),
                    number.flatMap(RegistryFacts::status).orElse(null), ods(patient.getCareProvider().stream()),
                    dissents(patient));
        });
    }

    private Optional<Facts.Source> readSource(String reference) {
        Optional<Facts.Source> organization = find(reference, Organization.class)
                .map(found -> new Facts.Source(reference, ods(found).stream().collect(Collectors.toSet())));
        return organization.or(() -> find(reference, Practitioner.class)
                .map(found -> new Facts.Source(reference, ods(found.getPractitionerRole().stream()
                        .map(Practitioner.PractitionerRole::getManagingOrganization)))));
    }

    private Optional<Facts.Target> readTarget(String reference) {
        return find(reference, Organization.class).map(found -> new Facts.Target(reference, ods(found).orElse(null)));
    }

    private <T> Optional<T> find(String reference, Class<T> type) {
        Matcher relative = RELATIVE.matcher(reference == null ? "" : reference);
        return relative.matches()
                ? registry.find(relative.group(1), relative.group(2)).filter(type::isInstance).map(type::cast)
                : Optional.empty();
    }

    private Set<String> ods(Stream<ResourceReferenceDt> references) {
        return references.map(reference -> find(reference.getReference().getValue(), Organization.class))
                .flatMap(Optional::stream).map(RegistryFacts::ods).flatMap(Optional::stream)
                .collect(Collectors.toSet());
    }

    private static Optional<String> ods(Organization organization) {
        return identifier(organization.getIdentifier(), Uris.ODS_CODE).map(IdentifierDt::getValue);
    }

    private static Optional<IdentifierDt> identifier(List<IdentifierDt> identifiers, String system) {
        return identifiers.stream().filter(identifier -> system.equals(identifier.getSystem())).findFirst();
    }

    private static Optional<String> status(IdentifierDt number) {
        List<ExtensionDt> extensions = number.getUndeclaredExtensionsByUrl(Uris.NHS_NUMBER_STATUS_EXTENSION);
        List<String> codes = extensions.stream().map(ExtensionDt::getValue)
                .filter(CodeableConceptDt.class::isInstance).map(CodeableConceptDt.class::cast)
                .flatMap(concept -> concept.getCoding().stream())
                .filter(coding -> Uris.NHS_NUMBER_STATUS.equals(coding.getSystem())).map(CodingDt::getCode).distinct()
                .toList();
        return codes.size() == 1 ? Optional.ofNullable(codes.get(0)) : Optional.empty();
    }

    private static boolean dissents(Patient patient) {
        return patient.getUndeclaredExtensionsByUrl(Uris.DISSENT_EXTENSION).stream().map(ExtensionDt::getValue)
                .anyMatch(value -> !(value instanceof BooleanDt answer) || !Boolean.FALSE.equals(answer.getValue()));
    }
}
