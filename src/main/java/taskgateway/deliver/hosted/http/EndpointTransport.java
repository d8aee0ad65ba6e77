package taskgateway.deliver.hosted.http;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import taskgateway.deliver.fhir.DeliverySettings;
import taskgateway.deliver.hosted.ChannelAdapter;
import taskgateway.deliver.hosted.HostedTransport;
import taskgateway.directory.Provider;
import taskgateway.directory.ServiceRoot;
import taskgateway.directory.Surroundings;
import taskgateway.process.Assembly;
import taskgateway.tls.Tls;

/** A legacy system takes tasks at an HTTP endpoint: {@code HOSTED_HTTP}, {@code routes/send-http.camel.yaml}. */
public final class EndpointTransport implements HostedTransport {

    @Override
    public String name() {
        return "HOSTED_HTTP";
    }

    @Override
    public String template() {
        return "send-http";
    }

    @Override
    public Optional<String> fault(String address, Surroundings around) {
        return around.faultOfUrl(address);
    }

    @Override
    public boolean usesTls(String address) {
        return ServiceRoot.isHttps(address);
    }

    /** Of an https address alone: with it Camel would make https of http. */
    @Override
    public Map<String, Object> parameters(Provider provider) {
        return usesTls(provider.address()) ? Map.of("tls", "#" + tlsOf(provider)) : Map.of();
    }

    @Override
    public ChannelAdapter addTo(Assembly gateway, Collection<Provider> providers) throws Exception {
        DeliverySettings settings = gateway.bean(DeliverySettings.class);
        EndpointClient client = new EndpointClient(settings.connect(), settings.deadline());
        gateway.closeAtEnd(client);
        gateway.bind("endpointClient", client);
        gateway.bind("hostedPost", new HostedPost());
        // The endpoints of each provider trust in their own authority.
        Tls tls = gateway.bean(Tls.class);
        providers.forEach(provider -> gateway.bind(tlsOf(provider),
                tls.client(provider.ods(), provider.ca()).parameters()));
        return new EndpointAdapter();
    }

    private static String tlsOf(Provider provider) {
        return "tls-" + provider.ods();
    }

    @Override
    public String toString() {
        return name();
    }
}
