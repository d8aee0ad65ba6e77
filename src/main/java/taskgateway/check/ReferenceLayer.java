package taskgateway.check;

import ca.uhn.fhir.model.dstu2.resource.Order;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Variable;
import taskgateway.directory.Registry;
import taskgateway.request.Call;
import taskgateway.rules.Finding;

/** Layer 8: what the task refers to (specification, sections 5 and 6). */
public final class ReferenceLayer {

    private final Map<String, References> hosted;

    /**
     * @param registries the records of every provider that are kept here, by ODS code
     */
    public ReferenceLayer(Map<String, Registry> registries) {
        this.hosted = registries.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey,
                        registry -> new References(registry.getValue())));
    }

    /**
     * Looks up what a task for a hosted provider refers to. A FHIR provider resolves references itself: here only those
     * to other servers are refused.
     *
     * @return what the business rules need; null for a FHIR provider
     * @throws taskgateway.rules.Refusal with every fault of the layer
     */
    public Facts resolve(@Variable("order") Order order, @Variable("call") Call call) {
        if (call.provider().transport().hosted()) {
            return resolveFor(call.provider().ods(), order);
        }
        Finding.refuseAny(References.findForeign(order));
        return null;
    }

    /**
     * Looks up what a task refers to in the records of a provider.
     *
     * @throws taskgateway.rules.Refusal with every fault of the layer
     */
    public Facts resolveFor(String ods, Order order) {
        return hosted.get(ods).resolve(order);
    }
}
