package taskgateway.token;

import java.util.regex.Pattern;

/**
 * Who makes a request, as its audit token says: for the audit trail and a task's provenance (specification, sections 4
 * and 8). Nothing here is authenticated, and texts may be as long as a token may be.
 *
 * @param issuer          {@code iss}: URI of the consumer system
 * @param subject         {@code sub}: id of the requesting identity
 * @param userId          the identity's SDS user id, else {@code sub}
 * @param userName        the identity's name, or null
 * @param role            the practitioner's job role code, or null
 * @param organisation    ODS code of the requesting organisation, or null for a patient who has none
 * @param device          the device's model, version and identifier, whichever it has, or null
 * @param reason          {@code reason_for_request}: {@code directcare} or {@code patientfacing}
 * @param scope           {@code requested_scope}
 * @param requestedRecord identifier of the record asked for, as {@code system|value}, else its type; null without the
 *                        claim
 * @param token           the token itself, to hand on; a credential, never to be logged
 * @param renewed         whether the gateway has given the token new times
 */
public record Caller(
        String issuer, String subject, String userId, String userName, String role, String organisation, String device,
        String reason, String scope, String requestedRecord, String token, boolean renewed) {

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    /** A control character would break a line of a log, or be refused by the database: a space takes its place. */
    public Caller {
        issuer = printable(issuer);
        subject = printable(subject);
        userId = printable(userId);
        userName = printable(userName);
        role = printable(role);
        organisation = printable(organisation);
        device = printable(device);
        requestedRecord = printable(requestedRecord);
    }

    /** The same caller with a token of new times. */
    public Caller renewed(String other) {
        return new Caller(issuer, subject, userId, userName, role, organisation, device, reason, scope, requestedRecord,
                other, true);
    }

    /** Names the caller by ids alone: neither the token nor a person's name or NHS number reaches a log. */
    @Override
    public String toString() {
        return "Caller[" + issuer + ", user " + userId + ", organisation " + organisation + ", " + reason + "]";
    }

    private static String printable(String text) {
        return text == null ? null : CONTROL.matcher(text).replaceAll(" ");
    }
}
