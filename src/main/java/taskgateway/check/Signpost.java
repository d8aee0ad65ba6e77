package taskgateway.check;

import org.apache.camel.Variable;
import taskgateway.request.Call;
import taskgateway.request.Interaction;

/** What the routes choose by, as text: to compare texts costs Camel next to nothing, to look into an object a great deal. */
public final class Signpost {

    /** What is asked: the name of an {@link Interaction}. */
    public String interaction(@Variable("call") Call call) {
        return call.interaction().name();
    }

    /** How the provider addressed is reached: the name of a {@link taskgateway.directory.Transport}. */
    public String transport(@Variable("call") Call call) {
        return call.provider().transport().name();
    }
}
