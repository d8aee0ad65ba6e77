package taskgateway.receive.http;

import io.vertx.core.Vertx;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;
import taskgateway.request.Request;
import taskgateway.rules.Refusal;

/**
 * The stage at which a route gets the body of a request over HTTP. Until then nothing is asked of the sender but the
 * head; while the body arrives no worker waits. A JMS message has its body from the start.
 */
public final class RequestBody extends AsyncProcessorSupport {

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        IncomingBody body = exchange.getVariable(RequestConsumer.BODY, IncomingBody.class);
        boolean here = body == null || body.want(() -> Vertx.currentContext().executeBlocking(() -> {
            add(body, exchange);
            callback.done(false);
            return null;
        }, false));
        if (here) {
            add(body, exchange);
            callback.done(true);
        }
        return here;
    }

    private static void add(IncomingBody body, Exchange exchange) {
        if (body == null) {
            return;
        }
        try {
            exchange.setVariable("request", exchange.getVariable("request", Request.class).with(body.bytes()));
        } catch (Refusal notWhole) {
            exchange.setException(notWhole);
        }
    }
}
