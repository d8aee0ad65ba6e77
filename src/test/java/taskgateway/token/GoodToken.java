package taskgateway.token;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import taskgateway.directory.ServiceRoot;
import taskgateway.request.Interaction;
import taskgateway.rules.Refusal;

/** A good token as the specification words it, to be spoiled one claim at a time. */
final class GoodToken {

    static final Instant NOW = Instant.parse("2018-01-31T09:30:00.250Z");
    static final String ROOT = "https://gp.example.nhs.uk/A20047/DSTU2/1";
    static final String HEADER = "{\"alg\":\"none\",\"typ\":\"JWT\"}";

    private GoodToken() {
    }

    static ObjectNode claims() {
        return json("""
                {"iss": "https://consumer.example/fhir", "sub": "G1357", "aud": "https://gp.example.nhs.uk/A20047/DSTU2/1",
                 "iat": 1517391000, "exp": 1517391300,
                 "reason_for_request": "directcare", "requested_scope": "organization/*.write",
                 "requesting_device": {"resourceType": "Device", "id": "1", "model": "Hub", "version": "1.1",
                   "identifier": [{"system": "urn:hub", "value": "ws-7"}], "type": {"text": "workstation"}},
                 "requesting_organization": {"resourceType": "Organization", "id": "1", "name": "GP Super Clinic",
                   "identifier": [{"system": "http://fhir.nhs.net/Id/ods-organization-code", "value": "GPC001"}]},
                 "requesting_identity": {"resourceType": "Practitioner", "id": "G1357",
                   "identifier": [{"system": "http://fhir.nhs.net/sds-user-id", "value": "111222333444"}],
                   "name": {"prefix": ["Dr"], "given": ["Ada", "May"], "family": ["Burton"]},
                   "practitionerRole": [{"role": {"coding": [
                     {"system": "http://fhir.nhs.net/ValueSet/sds-job-role-name-1", "code": "R0260"}]}}]}}
                """);
    }

    static ObjectNode json(String text) {
        try {
            return (ObjectNode) new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ObjectNode person() {
        return json("{\"resourceType\": \"Person\", \"id\": \"G1357\", \"name\": [{\"text\": \"Mrs Jane Johnson\"}]}");
    }

    static String encode(String header, String claims) {
        return base64url(header) + "." + base64url(claims) + ".";
    }

    static String base64url(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static Expectation expectation(Interaction interaction) {
        return new Expectation(List.of(ServiceRoot.of(ROOT)), Set.of("https://authorize.fhir.nhs.net/token"), NOW,
                Duration.ofSeconds(5), interaction);
    }

    /** Checks the good token after one change. */
    static Caller check(Consumer<ObjectNode> change) {
        ObjectNode claims = claims();
        change.accept(claims);
        return checkToken(encode(HEADER, claims.toString()));
    }

    static Caller checkToken(String token) {
        return new AuditTokens().check(List.of("Bearer " + token), expectation(Interaction.CREATE_ORDER));
    }

    /** What a refusal says: its status, and each fault as "CODE diagnostics". */
    static List<String> faults(Refusal refusal) {
        return refusal.outcome().issues().stream()
                .map(issue -> refusal.outcome().status() + " " + issue.code() + " " + issue.diagnostics())
                .toList();
    }
}
