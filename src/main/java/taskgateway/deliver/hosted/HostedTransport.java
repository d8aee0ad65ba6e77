package taskgateway.deliver.hosted;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import taskgateway.directory.Provider;
import taskgateway.directory.Transport;
import taskgateway.directory.Transports;
import taskgateway.process.Assembly;

/**
 * A transport for hosted providers. To add one is to add a package beside {@code jms} and {@code http}, a file in
 * {@code routes/} with the template of the route that sends, and a line in {@code META-INF/services}. When a task is
 * sent again, in which order, and when it waits for an operator is the outbox's to say, whatever the transport.
 */
public interface HostedTransport extends Transport {

    /** Every such transport. */
    static Stream<HostedTransport> all() {
        return Transports.all().stream().filter(HostedTransport.class::isInstance).map(HostedTransport.class::cast);
    }

    @Override
    default boolean hosted() {
        return true;
    }

    /**
     * The id of the route template that sends to one provider, from {@code direct:send-[ODS code]}. Its route gets the
     * {@link taskgateway.store.PendingDelivery} as the variable {@code delivery}, ends when the legacy system has the
     * task, and fails when that is not so or not known. Its parameters are {@code ods}, {@code address}, and those of
     * {@link #parameters}.
     */
    String template();

    /** The ids of all routes and templates that its route file brings: the gateway does not start without one. */
    default Set<String> routes() {
        return Set.of(template());
    }

    /** The parameters of the template for one provider, beside its {@code ods} and {@code address}. */
    default Map<String, Object> parameters(Provider provider) {
        return Map.of();
    }

    /**
     * Makes what runs of this transport, once at the start, and adds the beans that its routes name.
     *
     * @param gateway   has the beans of broker, TLS, store and settings
     * @param providers all that are reached by it, perhaps none
     */
    ChannelAdapter addTo(Assembly gateway, Collection<Provider> providers) throws Exception;
}
