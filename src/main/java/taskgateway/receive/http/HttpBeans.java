package taskgateway.receive.http;

import io.github.resilience4j.micrometer.tagged.TaggedBulkheadMetrics;
import io.micrometer.core.instrument.Gauge;
import io.vertx.core.VertxOptions;
import java.util.Optional;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import taskgateway.audit.Recording;
import taskgateway.process.Assembly;
import taskgateway.reply.Refusals;
import taskgateway.tls.ServerTls;

/** Makes the FHIR port, and the beans that read requests from it and write answers to it. */
public final class HttpBeans {

    private HttpBeans() {
    }

    /**
     * Adds them, and opens the port.
     *
     * @param tls empty for plain HTTP
     */
    public static void addTo(Assembly gateway, HttpSettings settings, Optional<ServerTls> tls, Refusals refusals,
            Recording recording) throws Exception {
        Admission admission = new Admission(settings.limits());
        gateway.measure(TaggedBulkheadMetrics.ofBulkheadRegistry(admission.registry()));
        HttpWriter writer = new HttpWriter(settings.limits());
        gateway.bind(PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME, new RequestEngine(writer));
        gateway.bind("httpReader", new HttpReader(admission));
        gateway.bind("requestBody", new RequestBody());
        gateway.bind("vertxOptions", new VertxOptions().setWorkerPoolSize(settings.workers()));
        VertxPlatformHttpServerConfiguration configuration = new VertxPlatformHttpServerConfiguration();
        configuration.setBindHost(settings.host());
        configuration.setBindPort(settings.port());
        HttpFaults faults = new HttpFaults(refusals, recording, settings.limits(), admission, writer);
        FhirHttpServer server = new FhirHttpServer(configuration, settings.limits(), faults, admission, tls);
        gateway.start(server);
        gateway.measure(meters -> Gauge.builder("taskgateway.bodies", server, FhirHttpServer::bodiesHeld)
                .baseUnit("bytes")
                .description("What the bodies of all requests hold of gateway.http.bodies-limit").register(meters));
    }
}
