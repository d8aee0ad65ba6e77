package taskgateway.deliver;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.PerformanceOptionsEnum;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.apache.ApacheRestfulClientFactory;
import org.apache.http.client.HttpClient;

/**
 * Makes the clients that camel-fhir calls providers with: one HTTP client for all, with its own limits. HAPI asks the context
 * of a request which HTTP client to use, and camel-fhir puts this factory into it: so the context is this factory's own.
 */
public final class RelayClients extends ApacheRestfulClientFactory {

    private final HttpClient http;

    /**
     * @param http the HTTP client to use
     */
    public RelayClients(ProviderHttpClient http) {
        super(context());
        this.http = http;
    }

    private static FhirContext context() {
        FhirContext context = FhirContext.forDstu2();
        context.setPerformanceOptions(PerformanceOptionsEnum.DEFERRED_MODEL_SCANNING);
        context.getParserOptions().setStripVersionsFromReferences(false);
        return context;
    }

    @Override
    public HttpClient getNativeHttpClient() {
        return http;
    }

    @Override
    public synchronized IGenericClient newGenericClient(String base) {
        return new RelayClient(getFhirContext(), getHttpClient(base), base, this);
    }
}
