package taskgateway.receive.http;

import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/** Has {@code platform-http:} routes take requests as {@link RequestConsumer} does. */
public final class RequestEngine extends VertxPlatformHttpEngine {

    private final HttpWriter writer;

    public RequestEngine(HttpWriter writer) {
        this.writer = writer;
    }

    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor route) {
        String router = VertxPlatformHttpRouter.getRouterNameFromPort(getServerPort());
        return new RequestConsumer(endpoint, route, router, writer);
    }
}
