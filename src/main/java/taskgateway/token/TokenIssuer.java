package taskgateway.token;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import taskgateway.directory.Consumer;
import taskgateway.directory.Requester;
import taskgateway.directory.ServiceRoot;
import taskgateway.fhir.Uris;
import taskgateway.rules.Finding;

/** Makes audit tokens (specification, section 4): unsigned, and living 300 seconds. */
public final class TokenIssuer {

    /** The scope that the specification's security page names for sending a task. */
    public static final String WRITE = "organization/*.write";

    /**
     * A token for a consumer's request.
     *
     * @param consumer whose requester the token names
     * @param audience the service root addressed
     * @param scope    {@code requested_scope}, e.g. {@link #WRITE}
     * @param at       the time of issue, cut to the second
     * @return the token, without {@code Bearer}
     */
    public String issue(Consumer consumer, ServiceRoot audience, String scope, Instant at) {
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        claims.put("iss", consumer.system()).put("sub", consumer.requester().userId()).put("aud", audience.toString());
        stamp(claims, at);
        claims.put("reason_for_request", ReasonForRequest.DIRECT_CARE.code()).put("requested_scope", scope);
        addDevice(claims.putObject("requesting_device"), consumer);
        addOrganisation(claims.putObject("requesting_organization"), consumer);
        addPractitioner(claims.putObject("requesting_identity"), consumer.requester());
        return Jwt.encode(claims);
    }

    /**
     * The same claims with a new time of issue: for a task that waited in a queue longer than its token lives.
     *
     * @param token a token that was checked when the task came in
     * @param at    the new time of issue, cut to the second
     * @throws IllegalArgumentException when the token has no legal form
     */
    public String reissue(String token, Instant at) {
        ObjectNode claims = claims(token);
        stamp(claims, at);
        return Jwt.encode(claims);
    }

    /**
     * Whether a token's time is over.
     *
     * @param token a token that was checked when the task came in
     * @throws IllegalArgumentException when the token has no legal form
     */
    public boolean expired(String token, Instant at) {
        return !at.isBefore(Instant.ofEpochSecond(claims(token).path("exp").asLong()));
    }

    private static ObjectNode claims(String token) {
        List<Finding> findings = new ArrayList<>();
        return Jwt.claims(token, findings)
                .filter(read -> findings.isEmpty())
                .orElseThrow(() -> new IllegalArgumentException("not an unsigned JWT"));
    }

    private static void stamp(ObjectNode claims, Instant at) {
        claims.put("exp", at.getEpochSecond() + AuditTokens.LIFETIME).put("iat", at.getEpochSecond());
    }

    private static void addDevice(ObjectNode json, Consumer consumer) {
        Requester.Device device = consumer.requester().device();
        json.put("resourceType", "Device").put("id", device.id());
        addIdentifier(json, consumer.system(), device.id());
        json.put("model", device.model()).put("version", device.version());
        json.putObject("type").put("text", "Clinical system");
    }

    private static void addOrganisation(ObjectNode json, Consumer consumer) {
        json.put("resourceType", "Organization").put("id", consumer.ods());
        addIdentifier(json, Uris.ODS_CODE, consumer.ods());
        json.put("name", consumer.name());
    }

    private static void addPractitioner(ObjectNode json, Requester requester) {
        json.put("resourceType", "Practitioner").put("id", requester.userId());
        addIdentifier(json, Uris.SDS_USER, requester.userId());
        ObjectNode name = json.putObject("name");
        name.putArray("family").add(requester.family());
        name.putArray("given").add(requester.given());
        name.putArray("prefix").add(requester.prefix());
        json.putArray("practitionerRole").addObject().putObject("role").putArray("coding").addObject()
                .put("system", Uris.JOB_ROLE)
                .put("code", requester.role().code())
                .put("display", requester.role().display());
    }

    private static void addIdentifier(ObjectNode json, String system, String value) {
        json.putArray("identifier").addObject().put("system", system).put("value", value);
    }
}
