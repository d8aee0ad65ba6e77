package taskgateway.repeat;

import ca.uhn.fhir.model.dstu2.composite.IdentifierDt;
import ca.uhn.fhir.model.dstu2.resource.Order;
import java.util.Locale;
import org.apache.camel.Variable;
import taskgateway.check.SpineLayer.SpineSender;

/**
 * Gives a task its business identifier (specification, section 7): the sender's own, kept, else one made from the
 * sender's ASID and the trace id, so that a request that is delivered again names the same task.
 */
public final class BusinessIdentifier {

    private final String identifierSystem;

    /**
     * @param identifierSystem the URI under which the gateway's own identifiers are made
     */
    public BusinessIdentifier(String identifierSystem) {
        this.identifierSystem = identifierSystem;
    }

    /** The Order, changed. */
    public Order assign(@Variable("order") Order order, @Variable("sender") SpineSender sender) {
        if (order.getIdentifier().isEmpty()) {
            order.addIdentifier(new IdentifierDt(identifierSystem,
                    sender.consumer().asid() + "." + sender.traceId().toLowerCase(Locale.ROOT)));
        }
        return order;
    }
}
