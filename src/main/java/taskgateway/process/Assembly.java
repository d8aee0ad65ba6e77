package taskgateway.process;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Service;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.support.service.ServiceSupport;

/**
 * The gateway while it is put together. Each package adds its beans, what has to be started and closed with the
 * gateway, and what is measured; what is added first is started first.
 */
public final class Assembly {

    private final CamelContext context;

    public Assembly(CamelContext context) {
        this.context = context;
    }

    /** What the routes run in. */
    public CamelContext context() {
        return context;
    }

    /** @param name by which {@code routes/} names the bean */
    public void bind(String name, Object bean) {
        context.getRegistry().bind(name, bean);
    }

    /** The one bean of a type that a package has added before. */
    public <T> T bean(Class<T> type) {
        return context.getRegistry().findSingleByType(type);
    }

    /** A bean that a package has added before, by its name. */
    public <T> T bean(String name, Class<T> type) {
        return context.getRegistry().lookupByNameAndType(name, type);
    }

    /** Starts a service now, and stops it at the end. */
    public void start(Service service) throws Exception {
        context.addService(service, true, true);
    }

    public void closeAtEnd(AutoCloseable resource) throws Exception {
        start(new ServiceSupport() {
            @Override
            protected void doStop() throws Exception {
                resource.close();
            }
        });
    }

    /** Shows meters with Camel's own, once there are any. */
    public void measure(MeterBinder binder) throws Exception {
        context.addStartupListener((started, already) -> Optional.ofNullable(started.getRegistry().lookupByNameAndType(
                MicrometerConstants.METRICS_REGISTRY_NAME, MeterRegistry.class)).ifPresent(binder::bindTo));
    }

    /** Whether the gateway is not stopping. */
    public boolean goesOn() {
        return !context.isStopping() && !context.isStopped();
    }
}
