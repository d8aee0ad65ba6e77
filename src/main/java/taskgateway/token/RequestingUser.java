package taskgateway.token;

import ca.uhn.fhir.model.dstu2.composite.CodingDt;
import ca.uhn.fhir.model.dstu2.composite.HumanNameDt;
import ca.uhn.fhir.model.dstu2.composite.IdentifierDt;
import ca.uhn.fhir.model.dstu2.resource.Person;
import ca.uhn.fhir.model.dstu2.resource.Practitioner;
import ca.uhn.fhir.model.primitive.StringDt;
import java.util.List;
import java.util.stream.Stream;
import taskgateway.fhir.Uris;

/**
 * Who makes the request, read from the requesting identity.
 *
 * @param userId the SDS user id, or null
 * @param name   or null
 * @param role   the job role's code, or null
 */
record RequestingUser(String userId, String name, String role) {

    static RequestingUser of(Practitioner practitioner) {
        String role = practitioner.getPractitionerRole().stream()
                .flatMap(held -> held.getRole().getCoding().stream())
                .filter(coding -> Uris.JOB_ROLE.equals(coding.getSystem()))
                .map(CodingDt::getCode)
                .filter(code -> code != null && !code.isBlank())
                .findFirst()
                .orElse(null);
        return new RequestingUser(userId(practitioner.getIdentifier()), name(practitioner.getName()), role);
    }

    static RequestingUser of(Person person) {
        String name = person.getName().stream().findFirst().map(RequestingUser::name).orElse(null);
        return new RequestingUser(userId(person.getIdentifier()), name, null);
    }

    private static String userId(List<IdentifierDt> identifiers) {
        return ResourceClaims.first(identifiers, Uris.SDS_USER)
                .or(() -> ResourceClaims.first(identifiers, Uris.SDS_USER_OTHER))
                .orElse(null);
    }

    private static String name(HumanNameDt name) {
        if (name.getText() != null && !name.getText().isBlank()) {
            return name.getText();
        }
        return ResourceClaims.words(Stream.of(name.getPrefix(), name.getGiven(), name.getFamily())
                .flatMap(List::stream)
                .map(StringDt::getValue));
    }
}
