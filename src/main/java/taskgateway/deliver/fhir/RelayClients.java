package taskgateway.deliver.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.PerformanceOptionsEnum;
import ca.uhn.fhir.parser.LenientErrorHandler;
import ca.uhn.fhir.rest.client.apache.ApacheRestfulClientFactory;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import ca.uhn.fhir.rest.client.impl.GenericClient;
import org.apache.http.client.HttpClient;

/**
 * Makes HAPI's client for a call to a provider: one HTTP client for all, with its own limits. HAPI asks the context of
 * a request which HTTP client to use: so the context is this factory's own, and knows it.
 */
public final class RelayClients extends ApacheRestfulClientFactory {

    private final HttpClient http;

    /**
     * @param http the HTTP client to use
     */
    public RelayClients(ProviderHttpClient http) {
        super(context());
        this.http = http;
        setServerValidationMode(ServerValidationModeEnum.NEVER);
        getFhirContext().setRestfulClientFactory(this);
    }

    private static FhirContext context() {
        FhirContext context = FhirContext.forDstu2();
        context.setPerformanceOptions(PerformanceOptionsEnum.DEFERRED_MODEL_SCANNING);
        context.getParserOptions().setStripVersionsFromReferences(false);
        // What a provider's copy of the task holds beside the task must not make its success unreadable.
        context.setParserErrorHandler(new LenientErrorHandler(false).disableAllErrors());
        return context;
    }

    @Override
    public HttpClient getNativeHttpClient() {
        return http;
    }

    @Override
    public IGenericClient newGenericClient(String base) { // without HAPI's lock: there is nothing to guard
        return new GenericClient(getFhirContext(), getHttpClient(base), base, this);
    }
}
