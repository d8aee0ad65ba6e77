package taskgateway.http;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;

/**
 * Reads the bytes of a body, whatever their type is said to be, within the limits of size and time. Vert.x's own body
 * handler takes forms and uploads apart, and answers those that it cannot before any layer has looked at the request.
 */
final class BodyReader implements Handler<RoutingContext> {

    private final HttpLimits limits;

    BodyReader(HttpLimits limits) {
        this.limits = limits;
    }

    @Override
    public void handle(RoutingContext context) {
        ((RoutingContextInternal) context).visitHandler(RoutingContextInternal.BODY_HANDLER);
        HttpServerRequest request = context.request();
        if (declaredLength(request) > limits.body()) {
            context.fail(413);
        } else if (expects(request)) {
            context.fail(400);
        } else {
            read(context, request);
        }
    }

    private void read(RoutingContext context, HttpServerRequest request) {
        long timer = context.vertx().setTimer(limits.receive().toMillis(), late -> fail(context, 408));
        context.addEndHandler(ended -> context.vertx().cancelTimer(timer));
        Buffer body = Buffer.buffer();
        request.handler(chunk -> {
            if (body.length() + chunk.length() > limits.body()) {
                fail(context, 413);
            } else if (!context.failed()) {
                body.appendBuffer(chunk);
            }
        });
        request.exceptionHandler(gone -> fail(context, 400));
        request.endHandler(end -> {
            context.vertx().cancelTimer(timer);
            if (brokenOff(request)) {
                fail(context, 400);
            } else if (!context.failed()) {
                ((RoutingContextInternal) context).setBody(body);
                context.next();
            }
        });
    }

    /**
     * Tells a caller that waits for it to send the body; an expectation that HTTP does not know cannot be met. An empty list
     * of them expects nothing (RFC 9110, section 5.6.1.2).
     */
    private static boolean expects(HttpServerRequest request) {
        String expectation = request.getHeader(HttpHeaders.EXPECT);
        if (expectation == null || expectation.isBlank() || request.version() == HttpVersion.HTTP_1_0) {
            return false;
        }
        boolean known = expectation.equalsIgnoreCase("100-continue");
        if (known) {
            request.response().writeContinue();
        }
        return !known;
    }

    private static boolean brokenOff(HttpServerRequest request) {
        return ((ConnectionBase) request.connection()).channel().hasAttr(StrictRequestDecoder.BROKEN);
    }

    private static void fail(RoutingContext context, int status) {
        if (!context.failed()) {
            context.fail(status);
        }
    }

    /** Netty has refused a Content-Length that is no number; one beyond a long is too large for everybody. */
    private static long declaredLength(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? 0 : Long.parseLong(length);
    }
}
