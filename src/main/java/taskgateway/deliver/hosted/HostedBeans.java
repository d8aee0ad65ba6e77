package taskgateway.deliver.hosted;

import taskgateway.broker.Broker;
import taskgateway.deliver.fhir.DeliverySettings;
import taskgateway.directory.Directory;
import taskgateway.directory.Transport;
import taskgateway.process.Assembly;
import taskgateway.store.Outbox;
import taskgateway.store.Store;
import taskgateway.store.Tasks;
import taskgateway.tls.Tls;

/** Makes the beans that take tasks for hosted providers, and hand them to their legacy systems. */
public final class HostedBeans {

    private HostedBeans() {
    }

    /** Adds what all hosted providers have in common. */
    public static void addTo(Assembly gateway, Store store) {
        gateway.bind("hostedProvider", new HostedProvider(new Tasks(store.database())));
        gateway.bind("deliveryOutcomes", new DeliveryOutcomes(store.outbox()));
    }

    /** Adds TLS for deliver-http, whose endpoints of one provider each have their own. */
    public static void addTls(Assembly gateway, Directory directory, Tls tls) {
        directory.providers().stream().filter(provider -> provider.transport() == Transport.HOSTED_HTTP)
                .forEach(provider -> gateway.bind("tls-" + provider.ods(),
                        tls.client(provider.ods(), provider.ca()).parameters()));
    }

    /** Adds what delivers to endpoints. */
    public static void addEndpoints(Assembly gateway, DeliverySettings settings) throws Exception {
        EndpointClient endpoints = new EndpointClient(settings.connect(), settings.deadline());
        gateway.closeAtEnd(endpoints);
        gateway.bind("endpointClient", endpoints);
        gateway.bind("hostedPost", new HostedPost());
    }

    /**
     * Adds what delivers to queues.
     *
     * @param receipts the name of the queue of receipts
     */
    public static void addQueues(Assembly gateway, Outbox outbox, Broker broker, String receipts) {
        gateway.bind("receipts", new Receipts(outbox, broker.intake(), broker.connections(), receipts));
        gateway.bind("hostedMessage", new HostedMessage());
    }
}
