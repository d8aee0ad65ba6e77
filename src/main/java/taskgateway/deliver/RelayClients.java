package taskgateway.deliver;

import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.apache.ApacheRestfulClientFactory;
import org.apache.http.client.HttpClient;
import taskgateway.fhir.Dstu2;

/** Makes the clients that camel-fhir calls providers with: one HTTP client for all, with its own limits. */
public final class RelayClients extends ApacheRestfulClientFactory {

    private final HttpClient http;

    /**
     * @param http the HTTP client to use
     */
    public RelayClients(ProviderHttpClient http) {
        super(Dstu2.CONTEXT);
        this.http = http;
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
