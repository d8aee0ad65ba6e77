package taskgateway.deliver.hosted.http;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
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
        EndpointClient client = new EndpointClient(seconds(gateway, "gateway.deliver.connect-seconds"),
                seconds(gateway, "gateway.deliver.seconds"));
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

    private static Duration seconds(Assembly gateway, String setting) {
        return Duration.ofSeconds(Long.parseLong(gateway.setting(setting)));
    }

    @Override
    public String toString() {
        return name();
    }
}
