package taskgateway.deliver.hosted;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import taskgateway.directory.Directory;
import taskgateway.directory.Provider;
import taskgateway.process.Assembly;
import taskgateway.store.Store;
import taskgateway.store.Tasks;

/** Makes the beans that take tasks for hosted providers, and hand them to their legacy systems. */
public final class HostedBeans {

    private HostedBeans() {
    }

    /** Adds those of every transport, and what all have in common. Those of broker, TLS and store are there. */
    public static void addTo(Assembly gateway, Directory directory, Store store) throws Exception {
        Map<String, ChannelAdapter> adapters = new HashMap<>();
        for (HostedTransport transport : HostedTransport.all().toList()) {
            List<Provider> providers = directory.hosted().stream().filter(it -> it.transport() == transport).toList();
            ChannelAdapter adapter = transport.addTo(gateway, providers);
            providers.forEach(provider -> adapters.put(provider.ods(), adapter));
        }
        gateway.bind("hostedDeliveries", new HostedDeliveries(store.outbox(), adapters));
        gateway.bind("hostedProvider", new HostedProvider(new Tasks(store.database())));
    }
}
