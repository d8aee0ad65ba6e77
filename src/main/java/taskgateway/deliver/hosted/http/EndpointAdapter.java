package taskgateway.deliver.hosted.http;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.util.Set;
import org.apache.camel.http.base.HttpOperationFailedException;
import taskgateway.deliver.hosted.ChannelAdapter;
import taskgateway.store.DeliveryFailure;

/** Posts tasks to endpoints. One tells a repeat by the task's identifier, so what is in doubt is sent again. */
final class EndpointAdapter implements ChannelAdapter {

    /** What a receiver says of itself, whatever the task. Anything else may be about this one. */
    private static final Set<Integer> OF_THE_RECEIVER = Set.of(401, 407, 408, 429, 502, 503, 504);

    @Override
    public boolean asks() {
        return false;
    }

    @Override
    public DeliveryFailure failure(Exception cause) {
        if (cause instanceof HttpOperationFailedException http) {
            int status = http.getHttpResponseCode();
            return new DeliveryFailure("answered HTTP " + status, OF_THE_RECEIVER.contains(status));
        }
        if (cause instanceof ConnectException) {
            return new DeliveryFailure(cause.getMessage(), true);
        }
        // It may have the task. One that it cannot digest must not hold up all others: only a receiver that is not
        // there does.
        return new DeliveryFailure(cause instanceof SocketTimeoutException ? cause.getMessage()
                : "connection broken off", false);
    }
}
