package taskgateway.receive.http;

import io.vertx.core.Context;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.vertx.HttpMessage;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConsumer;
import taskgateway.check.Allowance;
import taskgateway.reply.Answer;

/**
 * Has a route work on a request as soon as its head has come, and gives the route's answer. Camel's own takes a request
 * with its whole body, and holds a worker until it is answered.
 */
final class RequestConsumer extends VertxPlatformHttpConsumer {

    /** The variable that holds the body on its way in. */
    static final String BODY = "incomingBody";

    private final HttpWriter writer;

    RequestConsumer(PlatformHttpEndpoint endpoint, Processor route, String router, HttpWriter writer) {
        super(endpoint, route, List.of(), router);
        this.writer = writer;
    }

    @Override
    protected void handleRequest(RoutingContext context) {
        if (isSuspended()) {
            context.fail(503);
            return;
        }
        Context loop = context.vertx().getOrCreateContext();
        Exchange exchange = createExchange(false);
        exchange.setPattern(ExchangePattern.InOut);
        exchange.setMessage(new HttpMessage(exchange, context.request(), context.response()));
        exchange.setVariable(BODY, IncomingBody.of(context));
        loop.executeBlocking(() -> {
            createUoW(exchange);
            return getAsyncProcessor().process(exchange, done -> loop.runOnContext(now -> answer(context, exchange)));
        }, false).onFailure(failure -> {
            exchange.setException(failure);
            answer(context, exchange);
        });
    }

    private void answer(RoutingContext context, Exchange exchange) {
        IncomingBody body = IncomingBody.of(context);
        Answer answer = exchange.getVariable("answer", Answer.class);
        if (exchange.getException() != null || answer == null) {
            body.release();
            context.fail(exchange.getException());
        } else {
            Allowance allowance = exchange.getVariable("allowance", Allowance.class);
            writer.write(context.request(), answer, allowance, body.fault() != null).onComplete(left -> body.release());
        }
        doneUoW(exchange);
        releaseExchange(exchange, false);
    }
}
