package taskgateway.check;

import ca.uhn.fhir.model.dstu2.resource.Order;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Variable;
import taskgateway.fhir.Uris;
import taskgateway.fhir.UrlTranslation;
import taskgateway.fhir.strict.Decoded;
import taskgateway.fhir.strict.Narrative;
import taskgateway.profile.Profiles;
import taskgateway.profile.UseCaseRules;
import taskgateway.request.Call;
import taskgateway.request.Request;
import taskgateway.rules.Finding;

/** Layer 7: the profiles, and what the use case adds to them (specification, section 5). */
public final class ProfileLayer {

    private final Profiles profiles;

    public ProfileLayer(Profiles profiles) {
        this.profiles = profiles;
    }

    /**
     * Checks a decoded Order. First its references under the provider's service root become relative, and the narrative
     * gets the status that the specification's own example lacks.
     *
     * @return the Order
     * @throws taskgateway.rules.Refusal with every fault of the layer, those found while decoding included
     */
    public Order check(@Variable("decoded") Decoded decoded, @Variable("request") Request request,
            @Variable("call") Call call) {
        Order order = UrlTranslation.relative(decoded.order(), call.roots());
        Narrative.mend(order);
        List<Finding> findings = new ArrayList<>(profiles.check(order, Uris.ORDER_PROFILE));
        findings.addAll(UseCaseRules.check(order, request.sent()));
        Finding.refuseAny(decoded.and(findings));
        return order;
    }
}
