package taskgateway.receive.jms;

import org.apache.camel.Variable;
import taskgateway.directory.Consumer;
import taskgateway.request.Call;
import taskgateway.request.Headers;
import taskgateway.request.Interaction;
import taskgateway.request.Request;
import taskgateway.request.SpineHeader;
import taskgateway.request.Via;
import taskgateway.token.TokenIssuer;

/**
 * Completes what a legacy producer leaves out of a message, from the consumer that configuration ties to the queue.
 * Whoever may write to the queue acts for that consumer; over HTTP nothing is ever filled in.
 */
public final class QueueProducer {

    private final Consumer consumer;
    private final TokenIssuer tokens = new TokenIssuer();

    /**
     * @param consumer the consumer in whose name producers of the queue send
     */
    public QueueProducer(Consumer consumer) {
        this.consumer = consumer;
    }

    /**
     * The request with what was left out. What is there is never changed, and a message in another sender's name gets
     * no token; a request over HTTP stays as it is.
     */
    public Request complete(@Variable("request") Request request, @Variable("call") Call call) {
        if (request.via() != Via.JMS) {
            return request;
        }
        Headers headers = filled(request.headers(), SpineHeader.FROM, consumer.asid());
        headers = filled(headers, SpineHeader.TO, call.provider().asid());
        headers = filled(headers, SpineHeader.INTERACTION_ID, Interaction.CREATE_ORDER.id());
        boolean own = headers.first(SpineHeader.FROM).filter(consumer.asid()::equals).isPresent();
        return request.with(own ? filled(headers, SpineHeader.AUTHORIZATION, token(request, call)) : headers);
    }

    private String token(Request request, Call call) {
        return "Bearer " + tokens.issue(consumer, call.provider().serviceRoot(), TokenIssuer.WRITE, request.sent());
    }

    private static Headers filled(Headers headers, String name, String value) {
        return headers.all(name).isEmpty() ? headers.with(name, value) : headers;
    }
}
