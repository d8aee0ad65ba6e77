package taskgateway.deliver;

import org.apache.camel.ExchangeException;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import taskgateway.edge.Call;
import taskgateway.edge.Interaction;
import taskgateway.outcome.Refusal;

/**
 * What stopped a call to a FHIR provider. Mostly {@link ProviderHttpClient} has said so already; whatever else fails does so
 * after the provider said that it was successful, and the answer cannot be read.
 */
public final class ProviderFailures {

    private static final Logger LOG = LoggerFactory.getLogger("taskgateway.deliver");

    /**
     * Throws the refusal that the failure stands for.
     *
     * @throws Refusal always
     */
    public void refuse(@ExchangeException Exception failure, @Variable("call") Call call) {
        Throwable root = failure;
        while (!(root instanceof Refusal) && root.getCause() != null) {
            root = root.getCause();
        }
        if (root instanceof Refusal refusal) {
            throw refusal;
        }
        LOG.warn("{} answered what cannot be read", call.provider().ods());
        throw call.interaction() == Interaction.CREATE_ORDER ? FhirProvider.unknown() : FhirProvider.rubbish();
    }
}
