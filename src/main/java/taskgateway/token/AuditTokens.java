package taskgateway.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import taskgateway.request.Scope;
import taskgateway.rules.Finding;
import taskgateway.rules.Rule;

/**
 * Checks the token that says who makes a request (specification, section 4). The token serves audit and provenance; it
 * proves nothing, as it carries no signature: who may call is settled by TLS and the ASID.
 */
public final class AuditTokens {

    /** RFC 6750, section 2.1: the scheme, in any case, one space or more, the token. */
    private static final Pattern BEARER = Pattern.compile("(?i:bearer) +(\\S.*)");

    /** How long every token lives, in seconds: not less and not more. */
    static final long LIFETIME = 300;

    /**
     * Checks a request's token.
     *
     * @param authorization every value of the request's Authorization header
     * @param expected      what the token is held against
     * @return who makes the request
     * @throws taskgateway.rules.Refusal with every fault of the token: 400, or 422 when all else is right but a FHIR
     *                                     resource in it is not valid
     */
    public Caller check(List<String> authorization, Expectation expected) {
        String token = bearer(authorization);
        List<Finding> findings = new ArrayList<>();
        Optional<Caller> caller = Jwt.claims(token, findings).map(claims -> caller(claims, expected, findings, token));
        Finding.refuseAny(findings);
        return caller.orElseThrow();
    }

    private static String bearer(List<String> authorization) {
        if (authorization.isEmpty()) {
            throw Rule.TOKEN_MISSING.found("The Authorization header is missing: send Bearer and a token.").refusal();
        }
        if (authorization.size() > 1) {
            throw Rule.TOKEN_MISSING.found("The Authorization header stands more than once: send it once.").refusal();
        }
        Matcher bearer = BEARER.matcher(authorization.get(0).strip());
        if (!bearer.matches()) {
            throw Rule.TOKEN_MISSING.found("The Authorization header must hold Bearer, a space and a token.").refusal();
        }
        return bearer.group(1);
    }

    private static Caller caller(ObjectNode json, Expectation expected, List<Finding> findings, String token) {
        Claims claims = new Claims(json, findings);
        String issuer = claims.text("iss", "the URI of the consumer system");
        String subject = claims.text("sub", "the id of the requesting identity");
        checkAudience(claims, expected);
        checkTimes(claims, expected, findings);
        ReasonForRequest reason = reason(claims);
        String scope = scope(claims, expected, findings);
        ResourceClaims resources = new ResourceClaims(claims, findings);
        String device = resources.device();
        String organisation = resources.organisation(reason);
        RequestingUser identity = resources.identity(reason, subject);
        String requestedRecord = resources.requestedRecord();
        if (!findings.isEmpty()) {
            return null; // The refusal follows; a caller of half a token must not come into being.
        }
        String userId = identity.userId() == null ? subject : identity.userId();
        return new Caller(issuer, subject, userId, identity.name(), identity.role(), organisation, device,
                reason.code(), scope, requestedRecord, token, false);
    }

    private static void checkAudience(Claims claims, Expectation expected) {
        String mend = "the service root addressed, or a URI under it";
        String audience = claims.text("aud", mend);
        if (audience != null && !Audience.accepted(audience, expected)) {
            claims.addFinding("aud", "names another audience", mend);
        }
    }

    private static void checkTimes(Claims claims, Expectation expected, List<Finding> findings) {
        Long iat = claims.seconds("iat", "the time of issue, a whole number of seconds since 1970");
        Long exp = claims.seconds("exp", "iat + " + LIFETIME + ", a whole number of seconds since 1970");
        if (iat != null && Instant.ofEpochSecond(iat).isAfter(expected.at().plus(expected.leeway()))) {
            findings.add(Rule.TOKEN_TIME.found("Claim iat is in the future: set the sender's clock by a time server."));
        }
        if (iat != null && exp != null && exp - iat != LIFETIME) {
            findings.add(Rule.TOKEN_TIME.found("Claim exp must be iat + " + LIFETIME + " seconds exactly."));
        }
        if (exp != null && !expected.at().isBefore(Instant.ofEpochSecond(exp))) {
            findings.add(Rule.TOKEN_TIME.found("Claim exp is past: make a new token for each request."));
        }
    }

    private static ReasonForRequest reason(Claims claims) {
        String mend = "directcare or patientfacing";
        String code = claims.text("reason_for_request", mend);
        return code == null ? null : ReasonForRequest.of(code)
                .orElseGet(() -> claims.addFinding("reason_for_request", "is unknown", mend));
    }

    private static String scope(Claims claims, Expectation expected, List<Finding> findings) {
        String scope = claims.text("requested_scope", expected.interaction().scopesNeeded());
        if (scope != null) {
            Optional<List<Scope>> scopes = Scope.parse(scope);
            if (scopes.isEmpty()) {
                findings.add(Rule.TOKEN_SCOPE.found("Claim requested_scope is malformed: it must be items such as"
                        + " organization/*.write or patient/Order.read with one space between them."));
            } else if (!expected.interaction().grantedBy(scopes.get())) {
                findings.add(Rule.TOKEN_SCOPE.found(
                        "Claim requested_scope does not allow this interaction: it must hold "
                        + expected.interaction().scopesNeeded() + "."));
            }
        }
        return scope;
    }
}
