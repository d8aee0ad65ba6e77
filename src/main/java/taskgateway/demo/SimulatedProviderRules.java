package taskgateway.demo;

import ca.uhn.fhir.model.dstu2.resource.Order;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import taskgateway.check.BusinessLayer;
import taskgateway.check.Facts;
import taskgateway.check.ReferenceLayer;
import taskgateway.directory.Consumer;
import taskgateway.directory.Directory;
import taskgateway.directory.Provider;
import taskgateway.directory.Registry;
import taskgateway.fhir.LocatedReference;
import taskgateway.rules.Finding;

/** What a provider checks in its own records before it takes a task (specification, section 6, layers 8 and 9). */
final class SimulatedProviderRules {

    private final Provider provider;
    private final Directory directory;
    private final ReferenceLayer references;

    /** @param provider its address is the base URL of this server */
    SimulatedProviderRules(Provider provider, Directory directory, Registry records) {
        this.provider = provider;
        this.directory = directory;
        this.references = new ReferenceLayer(Map.of(provider.ods(), records));
    }

    /**
     * Makes the references under this server's base relative, and checks the task.
     *
     * @throws taskgateway.rules.Refusal with every reference that does not resolve, else with every business rule
     *         broken
     */
    public void check(@Body Order order, @Variable("request") SimulatedRequest request) {
        String base = provider.address() + "/";
        for (LocatedReference reference : LocatedReference.in(order)) {
            if (reference.value().startsWith(base)) {
                reference.reference().setReference(reference.value().substring(base.length()));
            }
        }
        Facts facts = references.resolveFor(provider.ods(), order);
        Finding.refuseAny(BusinessLayer.findings(facts, provider, sender(request.header("Ssp-From").orElseThrow())));
    }

    /** A system that the directory does not know has an agreement with nobody. */
    private Consumer sender(String asid) {
        return directory.consumer(asid)
                .orElseGet(() -> new Consumer(asid, "unknown", "unknown", "unknown", Set.of(), Set.of(), null, "", 0));
    }
}
