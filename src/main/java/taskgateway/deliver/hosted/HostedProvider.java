package taskgateway.deliver.hosted;

import ca.uhn.fhir.model.api.ResourceMetadataKeyEnum;
import ca.uhn.fhir.model.dstu2.composite.IdentifierDt;
import ca.uhn.fhir.model.dstu2.resource.Order;
import ca.uhn.fhir.model.primitive.IdDt;
import ca.uhn.fhir.model.primitive.InstantDt;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.UUID;
import org.apache.camel.Variable;
import taskgateway.check.SpineLayer.SpineSender;
import taskgateway.deliver.fhir.Delivered;
import taskgateway.fhir.Format;
import taskgateway.request.BodyRoom;
import taskgateway.request.Call;
import taskgateway.request.Request;
import taskgateway.rules.Rule;
import taskgateway.store.Tasks;
import taskgateway.store.journal.HostedTask;
import taskgateway.token.Caller;

/** The gateway as the FHIR face of a legacy system: it owns the tasks. */
public final class HostedProvider {

    private static final String FIRST_VERSION = "1";

    private final Tasks tasks;

    public HostedProvider(Tasks tasks) {
        this.tasks = tasks;
    }

    /**
     * Takes the task: it gets its id, version and time. Nothing is written yet.
     */
    public Delivered accept(@Variable("order") Order order, @Variable("request") Request request) {
        String id = UUID.randomUUID().toString();
        // FHIR's instant in HAPI holds milliseconds; what is stored and what is answered must agree.
        var now = request.received().truncatedTo(ChronoUnit.MILLIS);
        order.setId(new IdDt("Order", id, FIRST_VERSION));
        ResourceMetadataKeyEnum.UPDATED.put(order, new InstantDt(Date.from(now)));
        return new Delivered(order, id, FIRST_VERSION, now);
    }

    /** The task as it will be stored, with its provenance. */
    public HostedTask describeStored(@Variable("delivered") Delivered accepted, @Variable("order") Order order,
            @Variable("call") Call call, @Variable("sender") SpineSender sender, @Variable("caller") Caller caller) {
        IdentifierDt identifier = accepted.order().getIdentifierFirstRep();
        return new HostedTask(accepted.id(), accepted.versionId(), call.provider().ods(), call.provider().asid(),
                sender.consumer().asid(), sender.traceId(), identifier.getSystem(), identifier.getValue(),
                accepted.lastUpdated(), caller.userId(), caller.role(), caller.organisation(), sender.interactionId(),
                Format.JSON.encode(order));
    }

    /**
     * A task that was sent by who asks.
     *
     * @throws taskgateway.rules.Refusal ORDER_UNKNOWN when there is none, TOO_BUSY when there is no room for it
     */
    public Delivered read(@Variable("call") Call call, @Variable("sender") SpineSender sender,
            @Variable("incomingBody") BodyRoom room) {
        return tasks.find(call.provider().ods(), call.id(), call.version(), sender.consumer().asid(), room::hold)
                .map(HostedProvider::asDelivered)
                .orElseThrow(() -> Rule.ORDER_UNKNOWN.found("There is no such Order here, or another sender's it is.")
                        .refusal());
    }

    private static Delivered asDelivered(Order stored) {
        return new Delivered(stored, stored.getId().getIdPart(), stored.getId().getVersionIdPart(),
                ResourceMetadataKeyEnum.UPDATED.get(stored).getValue().toInstant());
    }
}
