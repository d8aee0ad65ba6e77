package taskgateway.token;

import ca.uhn.fhir.model.dstu2.composite.IdentifierDt;
import ca.uhn.fhir.model.dstu2.resource.BaseResource;
import ca.uhn.fhir.model.dstu2.resource.Device;
import ca.uhn.fhir.model.dstu2.resource.Organization;
import ca.uhn.fhir.model.dstu2.resource.Patient;
import ca.uhn.fhir.model.dstu2.resource.Person;
import ca.uhn.fhir.model.dstu2.resource.Practitioner;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import taskgateway.fhir.NhsNumber;
import taskgateway.fhir.Uris;
import taskgateway.fhir.strict.Parsed;
import taskgateway.fhir.strict.ResourceReader;
import taskgateway.rules.Finding;
import taskgateway.rules.Rule;

/**
 * The claims that hold FHIR resources (specification, section 4): each is checked, and read for what the audit trail
 * needs.
 */
final class ResourceClaims {

    private static final String IDENTITY = "requesting_identity";
    private static final String IDENTITY_2017 = "requesting_practitioner";
    private static final String ORGANISATION = "requesting_organization";
    private static final String RECORD = "requested_record";

    private final Claims claims;
    private final List<Finding> findings;

    ResourceClaims(Claims claims, List<Finding> findings) {
        this.claims = claims;
        this.findings = findings;
    }

    /** The device in words, or null. */
    String device() {
        String claim = "requesting_device";
        ObjectNode json = claims.object(claim, "a FHIR Device");
        return json == null ? null : resource(claim, json, Device.class)
                .map(device -> words(Stream.concat(
                        Stream.of(device.getModel(), device.getVersion()),
                        device.getIdentifier().stream().map(IdentifierDt::getValue))))
                .orElse(null);
    }

    /**
     * The ODS code of the requesting organisation, or null.
     *
     * @param reason the reason for the request, or null when that claim is wrong; without one it cannot be said that
     *               the organisation is missing
     */
    String organisation(ReasonForRequest reason) {
        boolean wanted = reason == ReasonForRequest.DIRECT_CARE || claims.has(ORGANISATION);
        String expected = "a FHIR Organization with an identifier of system " + Uris.ODS_CODE;
        ObjectNode json = wanted ? claims.object(ORGANISATION, expected) : null;
        Optional<Organization> organisation =
                json == null ? Optional.empty() : resource(ORGANISATION, json, Organization.class);
        if (organisation.isEmpty()) {
            return null;
        }
        return first(organisation.get().getIdentifier(), Uris.ODS_CODE)
                .orElseGet(() -> claims.addFinding(ORGANISATION, "has no ODS code", expected));
    }

    /**
     * The requesting identity, under its name of either edition. Where a token holds both, both are checked, and the
     * later edition's counts.
     *
     * @param reason  the reason for the request, which decides between Practitioner and Person, or null
     * @param subject {@code sub}, or null when that claim is wrong
     */
    RequestingUser identity(ReasonForRequest reason, String subject) {
        RequestingUser earlier = claims.has(IDENTITY_2017) ? identity(IDENTITY_2017, reason, subject) : null;
        return claims.has(IDENTITY) || !claims.has(IDENTITY_2017) ? identity(IDENTITY, reason, subject) : earlier;
    }

    /** The record asked for, as {@code system|value} of its identifier, else as its type; null without the claim. */
    String requestedRecord() {
        ObjectNode json = claims.has(RECORD) ? claims.object(RECORD, "a FHIR Patient or Organization") : null;
        if (json == null) {
            return null;
        }
        if ("Organization".equals(json.path("resourceType").textValue())) {
            return resource(RECORD, json, Organization.class)
                    .map(organisation -> named(organisation.getIdentifier(), Uris.ODS_CODE, "Organization"))
                    .orElse(null);
        }
        Optional<Patient> patient = resource(RECORD, json, Patient.class);
        patient.ifPresent(this::checkNhsNumber);
        return patient.map(p -> named(p.getIdentifier(), Uris.NHS_NUMBER, "Patient")).orElse(null);
    }

    private RequestingUser identity(String claim, ReasonForRequest reason, String subject) {
        ObjectNode json = claims.object(claim, "a FHIR Practitioner (directcare) or Person (patientfacing)");
        if (json == null) {
            return null;
        }
        if (subject != null && !subject.equals(json.path("id").textValue())) {
            claims.addFinding("sub", "differs", "the id of " + claim);
        }
        boolean person = reason == null
                ? "Person".equals(json.path("resourceType").textValue())
                : reason == ReasonForRequest.PATIENT_FACING;
        return person
                ? resource(claim, json, Person.class).map(RequestingUser::of).orElse(null)
                : resource(claim, json, Practitioner.class).map(RequestingUser::of).orElse(null);
    }

    private void checkNhsNumber(Patient patient) {
        boolean wrong = patient.getIdentifier().stream()
                .anyMatch(id -> Uris.NHS_NUMBER.equals(id.getSystem()) && !NhsNumber.wellFormed(id.getValue()));
        if (wrong) {
            claims.addFinding(RECORD, "has a malformed NHS number", "ten digits, the last a check digit");
        }
    }

    private <T extends BaseResource> Optional<T> resource(String claim, ObjectNode json, Class<T> type) {
        Parsed<T> parsed = new ResourceReader<>(type).read(json);
        List<Finding> faults = parsed.findings().stream().filter(fault -> !tolerated(fault)).toList();
        faults.forEach(fault -> findings.add(Rule.TOKEN_RESOURCE.found("Claim " + claim + " is not a valid FHIR DSTU2 "
                + type.getSimpleName() + (fault.location() == null ? "" : " at " + fault.location()) + ": "
                + fault.diagnostics())));
        return faults.isEmpty() ? Optional.of(parsed.resource()) : Optional.empty();
    }

    /** The published tokens name their device's identifier system in words ("Web Interface"), which is no URI. */
    private static boolean tolerated(Finding fault) {
        return fault.rule() == Rule.ELEMENT_TYPE && fault.location().matches(".*/f:identifier(\\[\\d+])?/f:system");
    }

    private static String named(List<IdentifierDt> identifiers, String system, String type) {
        return first(identifiers, system).map(value -> system + "|" + value).orElse(type);
    }

    /** The first value that is not blank among the identifiers of a system. */
    static Optional<String> first(List<IdentifierDt> identifiers, String system) {
        return identifiers.stream()
                .filter(identifier -> system.equals(identifier.getSystem()))
                .map(IdentifierDt::getValue)
                .filter(value -> value != null && !value.isBlank())
                .findFirst();
    }

    /** The texts that are there, with spaces between them; null when none is. */
    static String words(Stream<String> texts) {
        String words = texts.filter(Objects::nonNull).filter(text -> !text.isBlank()).collect(Collectors.joining(" "));
        return words.isEmpty() ? null : words;
    }
}
