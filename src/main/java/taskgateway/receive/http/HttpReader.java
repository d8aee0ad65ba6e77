package taskgateway.receive.http;

import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.util.List;
import org.apache.camel.Message;
import org.apache.camel.component.platform.http.vertx.HttpMessage;
import taskgateway.request.Headers;
import taskgateway.request.Request;
import taskgateway.request.Via;

/**
 * Reads an HTTP request from the request itself: Camel's headers would mix in query parameters and form fields, by
 * which a caller could smuggle in an Ssp header.
 */
public final class HttpReader {

    private final Admission admission;

    public HttpReader(Admission admission) {
        this.admission = admission;
    }

    /** The head of the request, as it was received; it waits for a worker no more. */
    public Request read(Message message) {
        HttpServerRequest received = ((HttpMessage) message).getRequest();
        admission.leaveQueue(received);
        return head(received);
    }

    /** The request without its body. */
    static Request head(HttpServerRequest request) {
        Headers headers = Headers.of(request.headers() == null ? List.of() : request.headers());
        Instant now = Instant.now();
        return new Request(Via.HTTP, request.method().name(), request.uri(), headers, null, now, now);
    }
}
