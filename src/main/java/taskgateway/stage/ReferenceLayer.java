package taskgateway.stage;

import ca.uhn.fhir.model.dstu2.resource.Order;
import java.util.Map;
import org.apache.camel.Variable;
import taskgateway.edge.Call;
import taskgateway.enrich.References;
import taskgateway.provider.Registry;
import taskgateway.rules.Finding;
import taskgateway.task.Facts;

/** Layer 8: what the task refers to (specification, sections 5 and 6). */
public final class ReferenceLayer {

    private final Map<String, Registry> registries;

    /**
     * @param registries the registry of every hosted provider, by ODS code
     */
    public ReferenceLayer(Map<String, Registry> registries) {
        this.registries = Map.copyOf(registries);
    }

    /**
     * Looks up what a task for a hosted provider refers to. A FHIR provider resolves references itself: here only those to
     * other servers are refused.
     *
     * @return what the business rules need; null for a FHIR provider
     * @throws taskgateway.outcome.Refusal with every fault of the layer
     */
    public Facts resolve(@Variable("order") Order order, @Variable("call") Call call) {
        if (call.provider().transport().hosted()) {
            return References.resolve(order, registries.get(call.provider().ods()));
        }
        Finding.refuseAny(References.foreign(order));
        return null;
    }
}
