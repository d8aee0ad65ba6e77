package taskgateway.deliver;

import java.util.LinkedHashMap;
import java.util.Map;
import org.hl7.fhir.instance.model.api.IBase;
import taskgateway.edge.SpineHeader;
import taskgateway.edge.SpineHeaders.Sender;
import taskgateway.token.Caller;

/**
 * The headers that a request to a FHIR provider carries: the sender's own. They travel on the resource or id that is sent,
 * so that they can never be another sender's.
 */
final class Relayed {

    private static final String KEY = "taskgateway.headers";

    private Relayed() {
    }

    /** Puts the sender's headers on what is to be sent. */
    static <T extends IBase> T mark(T sent, Sender sender, Caller caller) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(SpineHeader.TRACE_ID, sender.traceId());
        headers.put(SpineHeader.FROM, sender.consumer().asid());
        headers.put(SpineHeader.TO, sender.to());
        headers.put(SpineHeader.INTERACTION_ID, sender.interactionId());
        headers.put(SpineHeader.AUTHORIZATION, "Bearer " + caller.token());
        headers.put(SpineHeader.PREFER, "return=representation");
        sent.setUserData(KEY, headers);
        return sent;
    }

    /**
     * The headers of what is to be sent.
     *
     * @throws IllegalStateException when it was not marked: nothing is sent in nobody's name
     */
    @SuppressWarnings("unchecked")
    static Map<String, String> headers(IBase sent) {
        Object headers = sent.getUserData(KEY);
        if (headers == null) {
            throw new IllegalStateException("a request to a provider without its sender's headers");
        }
        return (Map<String, String>) headers;
    }
}
