package taskgateway.deliver.fhir;

import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import taskgateway.process.Assembly;
import taskgateway.profile.Profiles;
import taskgateway.store.FhirProviders;
import taskgateway.store.Store;

/** Makes the beans that hand tasks to FHIR providers. */
public final class FhirBeans {

    private FhirBeans() {
    }

    /**
     * Adds them, and the client by which providers are called.
     *
     * @param body      bytes of the largest body that callers may send
     * @param consumers messages from the queue that are worked on at once
     * @param sockets   TLS with providers
     */
    public static void addTo(Assembly gateway, DeliverySettings settings, long body, int consumers,
            ProviderSockets sockets, Profiles profiles, Store store) throws Exception {
        // The largest task may come back in the other format.
        int limit = (int) Math.min(Integer.MAX_VALUE - 8L, 2L * body);
        ProviderHttpClient http = new ProviderHttpClient(settings, limit, sockets);
        gateway.closeAtEnd(http);
        CallerThreads.install(gateway.context().getExecutorServiceManager());
        gateway.bind("relayClient", new RelayClient(new RelayClients(http)));
        gateway.bind("fhirProvider", new FhirProvider(profiles));
        ProviderBreaker breaker = new ProviderBreaker(settings.breaker(), consumers);
        gateway.bind("providerBreaker", breaker);
        gateway.bind("providerWatch",
                new ProviderWatch(breaker.registry(), new FhirProviders(store.database(), store.run())));
        gateway.measure(TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(breaker.registry()));
        gateway.bind("providerFailures", new ProviderFailures());
    }
}
