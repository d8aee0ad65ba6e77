package taskgateway.check;

import java.util.List;
import org.apache.camel.Variable;
import taskgateway.check.SpineLayer.Sender;
import taskgateway.request.Call;
import taskgateway.rules.Finding;

/** Layer 9: what the provider must know before it may take the task (specification, section 6). */
public final class BusinessLayer {

    /**
     * Checks a task for a hosted provider against all rules; for a FHIR provider against those that need no look-up, as the
     * provider itself checks the others.
     *
     * @throws taskgateway.rules.Refusal with every fault of the layer
     */
    public void check(@Variable("facts") Facts facts, @Variable("call") Call call, @Variable("sender") Sender sender) {
        List<Finding> findings = call.provider().transport().hosted()
                ? BusinessRules.check(facts, call.provider(), sender.consumer())
                : BusinessRules.agreement(call.provider(), sender.consumer());
        Finding.refuseAny(findings);
    }
}
