package taskgateway.deliver.fhir;

import java.util.LinkedHashMap;
import java.util.Map;
import org.hl7.fhir.instance.model.api.IBase;
import taskgateway.check.SpineLayer.SpineSender;
import taskgateway.directory.Provider;
import taskgateway.request.SpineHeader;
import taskgateway.token.Caller;

/**
 * To whom a request goes and in whose name: the provider's address, and the headers, which are the sender's own. They
 * travel on the resource or id that is sent, so that they can never be another request's.
 *
 * @param address the provider's base URL
 * @param headers the headers of the request
 */
record RelayedHeaders(String address, Map<String, String> headers) {

    private static final String KEY = "taskgateway.relayed";

    /** Marks what is to be sent. */
    static <T extends IBase> T mark(T sent, Provider provider, SpineSender sender, Caller caller) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(SpineHeader.TRACE_ID, sender.traceId());
        headers.put(SpineHeader.FROM, sender.consumer().asid());
        headers.put(SpineHeader.TO, sender.to());
        headers.put(SpineHeader.INTERACTION_ID, sender.interactionId());
        headers.put(SpineHeader.AUTHORIZATION, "Bearer " + caller.token());
        headers.put(SpineHeader.PREFER, "return=representation");
        sent.setUserData(KEY, new RelayedHeaders(provider.address(), headers));
        return sent;
    }

    /**
     * The mark of what is to be sent.
     *
     * @throws IllegalStateException when there is none: nothing is sent in nobody's name
     */
    static RelayedHeaders of(IBase sent) {
        if (sent.getUserData(KEY) instanceof RelayedHeaders relayed) {
            return relayed;
        }
        throw new IllegalStateException("a request to a provider without its sender's headers");
    }
}
