package taskgateway.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.camel.Variable;
import taskgateway.directory.Provider;
import taskgateway.fhir.Format;
import taskgateway.rules.Finding;
import taskgateway.rules.Rule;

/**
 * What a provider checks before it reads the body: URL, media types, Ssp headers, token (specification, sections 2 to
 * 4).
 */
final class SimulatedGate {

    private static final Set<String> VERBS = Set.of("GET", "POST", "PUT", "DELETE");
    private static final String TOKEN = "(?i:Bearer) +[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*";

    private final Provider provider;
    private final String orders;

    SimulatedGate(Provider provider) {
        this.provider = provider;
        this.orders = SimulatedOrders.path(provider);
    }

    /**
     * Lets a create or a read of an Order pass.
     *
     * @throws taskgateway.rules.Refusal with all faults of the first layer that has any
     */
    public void check(@Variable("request") SimulatedRequest request) {
        Finding.refuseAny(address(request));
        Finding.refuseAny(mediaTypes(request));
        Finding.refuseAny(sspHeaders(request));
        if (!request.header("Authorization").orElse("").matches(TOKEN)) {
            throw Rule.TOKEN_FORM.found("Authorization holds no Bearer token of three parts.").refusal();
        }
    }

    private List<Finding> address(SimulatedRequest request) {
        boolean create = request.method().equals("POST") && List.of(orders, orders + "/").contains(request.path());
        boolean read = request.method().equals("GET") && request.path().startsWith(orders + "/");
        if (create || read) {
            return List.of();
        } else if (!VERBS.contains(request.method())) {
            return List.of(Rule.VERB_UNKNOWN.found("The verb is none of a FHIR server's."));
        } else if (request.path().equals(orders) || request.path().startsWith(orders + "/")) {
            return List.of(Rule.VERB_MISPLACED.found("An Order can be created or read."));
        }
        return List.of(Rule.RESOURCE_NOT_IMPLEMENTED.found("This server has Orders only."));
    }

    private static List<Finding> mediaTypes(SimulatedRequest request) {
        List<Finding> findings = new ArrayList<>();
        if (request.method().equals("POST")
                && Format.ofMediaType(request.header("Content-Type").orElse(null)).isEmpty()) {
            findings.add(Rule.CONTENT_TYPE.found("Content-Type is not one of the two FHIR types."));
        }
        if (request.accepts().stream().noneMatch(type -> SimulatedRequest.format(type).isPresent() || type.strip()
                .startsWith("*/*"))) {
            findings.add(Rule.ACCEPT.found("The answer is asked for as neither of the two FHIR types."));
        }
        return findings;
    }

    private List<Finding> sspHeaders(SimulatedRequest request) {
        String interaction = "urn:nhs:names:services:gpconnect:fhir:rest:"
                + (request.method().equals("POST") ? "create" : "read") + ":order";
        List<Finding> findings = new ArrayList<>();
        if (request.header("Ssp-TraceID").isEmpty()) {
            findings.add(Rule.SSP_TRACE_ID.found("Ssp-TraceID is not there once."));
        }
        if (request.header("Ssp-From").isEmpty()) {
            findings.add(Rule.SSP_FROM.found("Ssp-From is not there once."));
        }
        if (!request.header("Ssp-To").orElse("").equals(provider.asid())) {
            findings.add(Rule.SSP_TO.found("Ssp-To is not this provider's ASID."));
        }
        if (!request.header("Ssp-InteractionID").orElse("").matches(interaction + "(-1)?")) {
            findings.add(Rule.SSP_INTERACTION_ID.found("Ssp-InteractionID is not that of the request made."));
        }
        return findings;
    }
}
