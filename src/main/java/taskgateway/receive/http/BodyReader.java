package taskgateway.receive.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;

/**
 * Begins to read a body, and hands the request on without waiting for it: most of what can be wrong with a request
 * shows in its head. Vert.x's own body handler reads all of it before any layer has looked at the request, takes forms
 * and uploads apart, and answers those that it cannot.
 */
final class BodyReader implements Handler<RoutingContext> {

    private final HttpLimits limits;
    private final BodyBudget budget;
    private final HttpFaults faults;

    BodyReader(HttpLimits limits, BodyBudget budget, HttpFaults faults) {
        this.limits = limits;
        this.budget = budget;
        this.faults = faults;
    }

    @Override
    public void handle(RoutingContext context) {
        ((RoutingContextInternal) context).visitHandler(RoutingContextInternal.BODY_HANDLER);
        HttpServerRequest request = context.request();
        long announced = announced(request);
        if (announced > limits.body()) {
            context.fail(413);
        } else if (!canMeet(request)) {
            context.fail(400);
        } else {
            IncomingBody body = new IncomingBody(context, announced, limits, budget, faults);
            context.put(IncomingBody.class.getName(), body);
            // After what has arrived in one piece with the head: a fault of the transport that shows in it comes first.
            context.vertx().runOnContext(now -> handOn(context, body));
        }
    }

    private static void handOn(RoutingContext context, IncomingBody body) {
        if (body.fault() == null) {
            context.next();
        } else {
            context.fail(body.fault());
        }
    }

    /**
     * An expectation that HTTP does not know cannot be met. An empty list of them expects nothing (RFC 9110, section
     * 5.6.1.2), and of an earlier version's client nothing is expected (section 10.1.1).
     */
    private static boolean canMeet(HttpServerRequest request) {
        String expectation = request.getHeader(HttpHeaders.EXPECT);
        return expectation == null || expectation.isBlank() || request.version() == HttpVersion.HTTP_1_0
                || expectation.equalsIgnoreCase("100-continue");
    }

    /** Netty has refused a Content-Length that is no number; one beyond a long is too large for everybody. */
    private static long announced(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? 0 : Long.parseLong(length);
    }
}
