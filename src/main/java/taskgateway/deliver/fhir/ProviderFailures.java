package taskgateway.deliver.fhir;

import org.apache.camel.ExchangeException;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import taskgateway.check.SpineLayer.SpineSender;
import taskgateway.request.Call;
import taskgateway.request.Interaction;
import taskgateway.rules.Refusal;

/**
 * What stopped a call to a FHIR provider. Mostly {@link ProviderHttpClient} has said so already; whatever else fails
 * does so after the provider said that it was successful, and the answer cannot be read.
 */
public final class ProviderFailures {

    private static final Logger LOG = LoggerFactory.getLogger("taskgateway.deliver");

    /**
     * Throws the refusal that the failure stands for.
     *
     * @throws Refusal always
     */
    public void refuse(@ExchangeException Exception failure, @Variable("call") Call call,
            @Variable("sender") SpineSender sender) {
        Throwable root = failure;
        while (!(root instanceof Refusal) && root.getCause() != null) {
            root = root.getCause();
        }
        Refusal refusal = root instanceof Refusal said ? said : unreadable(call);
        if (refusal.why().words() != null && !refusal.why().provider()) {
            LOG.warn("{} {}; trace id {}", call.provider().ods(), refusal.why().words(), sender.traceId());
        }
        throw refusal;
    }

    private static Refusal unreadable(Call call) {
        String why = "said that it was successful, and not in FHIR that can be read";
        return call.interaction() == Interaction.CREATE_ORDER ? FhirProvider.refuseUnknown(why)
                : FhirProvider.refuseRubbish(why);
    }
}
