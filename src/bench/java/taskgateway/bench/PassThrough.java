package taskgateway.bench;

import io.vertx.core.VertxOptions;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;

/**
 * What the gateway is measured against: Camel's own HTTP server and client with nothing between, with as many workers
 * and connections as the gateway has.
 */
final class PassThrough {

    private PassThrough() {
    }

    /**
     * @param args its port, and the stub provider's
     */
    public static void main(String[] args) throws Exception {
        Main main = new Main();
        main.addInitialProperty("camel.server.enabled", "true");
        main.addInitialProperty("camel.server.host", "127.0.0.1");
        main.addInitialProperty("camel.server.port", args[0]);
        main.bind("vertxOptions", new VertxOptions().setWorkerPoolSize(64));
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("platform-http:/?matchOnUriPrefix=true")
                        .to("http://127.0.0.1:" + args[1]
                                + "?bridgeEndpoint=true&throwExceptionOnFailure=false&connectionsPerRoute=64");
            }
        });
        main.run();
    }
}
