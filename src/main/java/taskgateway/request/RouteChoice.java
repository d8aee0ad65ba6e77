package taskgateway.request;

import org.apache.camel.Variable;

/**
 * What the routes choose by, as text: to compare texts costs Camel next to nothing, to look into an object a great
 * deal.
 */
public final class RouteChoice {

    /** What is asked: the name of an {@link Interaction}. */
    public String nameInteraction(@Variable("call") Call call) {
        return call.interaction().name();
    }

    /** How the provider addressed is reached: the name of a {@link taskgateway.directory.Transport}. */
    public String nameTransport(@Variable("call") Call call) {
        return call.provider().transport().name();
    }
}
