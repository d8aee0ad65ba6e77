package taskgateway.demo;

import ca.uhn.fhir.model.api.ResourceMetadataKeyEnum;
import ca.uhn.fhir.model.dstu2.resource.Order;
import ca.uhn.fhir.model.primitive.IdDt;
import ca.uhn.fhir.model.primitive.InstantDt;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import taskgateway.directory.Provider;
import taskgateway.fhir.FhirId;
import taskgateway.fhir.Format;
import taskgateway.fhir.LocatedReference;
import taskgateway.rules.Rule;

/** The Orders that a provider took, in memory: the last so many. Safe to share between threads. */
final class SimulatedOrders {

    private final String base;
    private final Pattern readable;
    private final Map<String, String> byId;

    /** @param provider its address is the base URL of this server */
    SimulatedOrders(Provider provider, int capacity) {
        this.base = provider.address();
        this.readable = Pattern.compile("\\Q" + path(provider) + "\\E/(" + FhirId.FORM + ")(/_history/1)?");
        this.byId = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
                return size() > capacity;
            }
        };
    }

    /** The path of the server's Orders, without a trailing slash. */
    static String path(Provider provider) {
        return URI.create(provider.address()).getRawPath() + "/Order";
    }

    /**
     * Keeps the task as version 1 of a new Order, its references absolute under this server's base, and returns that.
     */
    public Order create(@Body Order order) {
        order.setId(new IdDt("Order", UUID.randomUUID().toString(), "1"));
        ResourceMetadataKeyEnum.UPDATED.put(order, InstantDt.withCurrentTime());
        for (LocatedReference reference : LocatedReference.in(order)) {
            if (!reference.value().startsWith("#")) {
                reference.reference().setReference(base + "/" + reference.value());
            }
        }
        String text = Format.JSON.encode(order);
        synchronized (byId) {
            byId.put(order.getId().getIdPart(), text);
        }
        return order;
    }

    /**
     * A copy of the Order that the request's path names.
     *
     * @throws taskgateway.rules.Refusal when there is no such Order, or no such version of it
     */
    public Order read(@Variable("request") SimulatedRequest request) {
        Matcher path = readable.matcher(request.path());
        String text = path.matches() ? text(path.group(1)) : null;
        if (text == null) {
            throw Rule.ORDER_UNKNOWN.found("There is no such Order.").refusal();
        }
        return (Order) Format.JSON.parser().parseResource(text);
    }

    private String text(String id) {
        synchronized (byId) {
            return byId.get(id);
        }
    }
}
