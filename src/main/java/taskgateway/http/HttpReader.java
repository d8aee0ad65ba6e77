package taskgateway.http;

import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.util.List;
import org.apache.camel.Message;
import org.apache.camel.component.platform.http.vertx.HttpMessage;
import taskgateway.edge.Headers;
import taskgateway.edge.Request;
import taskgateway.edge.Via;

/**
 * Reads an HTTP request from the request itself: Camel's headers would mix in query parameters and form fields, by which a
 * caller could smuggle in an Ssp header.
 */
public final class HttpReader {

    private static final byte[] NOTHING = {};

    private final Admission admission;

    public HttpReader(Admission admission) {
        this.admission = admission;
    }

    /** The request, as it was received; it waits for a worker no more. */
    public Request read(Message message) {
        HttpServerRequest received = ((HttpMessage) message).getRequest();
        admission.taken(received);
        byte[] body = message.getBody(byte[].class);
        return request(received, body == null ? NOTHING : body);
    }

    /** The request without its body, for an answer to one that could not be read. */
    static Request head(HttpServerRequest request) {
        return request(request, NOTHING);
    }

    private static Request request(HttpServerRequest request, byte[] body) {
        Headers headers = Headers.of(request.headers() == null ? List.of() : request.headers());
        Instant now = Instant.now();
        return new Request(Via.HTTP, request.method().name(), request.uri(), headers, body, now, now);
    }
}
