package taskgateway.proof;

import ca.uhn.fhir.model.dstu2.resource.Order;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import taskgateway.fhir.Format;
import taskgateway.fhir.Uris;
import taskgateway.fhir.strict.Decoded;
import taskgateway.fhir.strict.Narrative;
import taskgateway.fhir.strict.OrderDecoder;
import taskgateway.profile.HapiValidator;
import taskgateway.profile.Profiles;
import taskgateway.profile.UseCaseRules;
import taskgateway.rules.Finding;
import taskgateway.rules.Refusal;

/**
 * The two that are compared: the gateway, as its stages of layers 6 and 7 judge a body, and HAPI's instance validator.
 */
final class Judges {

    /** The day of the worked example. */
    static final Instant NOON = Instant.parse("2014-12-11T12:00:00Z");

    private static final Path DEFINITIONS = Path.of("config/profiles");
    private static final OrderDecoder DECODER = new OrderDecoder();
    private static final Profiles PROFILES = Profiles.load(DEFINITIONS);
    private static final HapiValidator HAPI = new HapiValidator(DEFINITIONS);
    private static final Map<String, List<String>> KNOWN = new ConcurrentHashMap<>();

    private Judges() {
    }

    /**
     * The gateway's verdict.
     *
     * @param refusals what it refuses, as RULE@location: diagnostics; empty when it accepts
     * @param order    what it accepts, as it would be handed on; else null
     */
    record Verdict(List<String> refusals, Order order) {
    }

    static Verdict gateway(String body, Format format) {
        try {
            Decoded decoded = DECODER.decode(body.getBytes(StandardCharsets.UTF_8), format);
            Order order = decoded.order();
            Narrative.mend(order);
            List<Finding> findings = new ArrayList<>(PROFILES.check(order, Uris.ORDER_PROFILE));
            findings.addAll(UseCaseRules.check(order, NOON));
            List<String> refusals = decoded.and(findings).stream()
                    .map(found -> found.rule() + "@" + found.location() + ": " + found.diagnostics()).toList();
            return new Verdict(refusals, refusals.isEmpty() ? order : null);
        } catch (Refusal refusal) {
            return new Verdict(refusal.outcome().issues().stream()
                    .map(issue -> refusal.outcome().status() + "@" + issue.location() + ": " + issue.diagnostics())
                    .toList(), null);
        }
    }

    /**
     * HAPI's verdict: its errors, against the profile of a task whether the body claims it or not. That detail does not
     * find what it refers to only follows from what is wrong with the Basic, when that is said too.
     */
    static List<String> hapi(String body) {
        return KNOWN.computeIfAbsent(body, Judges::judge);
    }

    private static List<String> judge(String body) {
        List<String> errors = HAPI.errors(body, Uris.ORDER_PROFILE);
        List<String> causes =
                errors.stream().filter(error -> !error.contains("Unable to find a profile match for #")).toList();
        return causes.isEmpty() ? errors : causes;
    }

    /** How many bodies HAPI has judged. */
    static int judged() {
        return KNOWN.size();
    }
}
