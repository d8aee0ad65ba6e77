package taskgateway.receive.http;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.atomic.AtomicLong;
import taskgateway.check.Allowance;
import taskgateway.reply.Answer;

/**
 * Writes answers as HTTP responses, and sees to it that one reaches its caller though nobody waited for the whole body.
 * Then the gateway says that it sends no more on the connection, and what the caller still sends is read and thrown
 * away, within bounds of bytes and time. Closed at once, the connection would be reset while the caller still sends,
 * and many a client would never see the answer (RFC 9112, section 9.6).
 */
public final class HttpWriter {

    /** Who sends too large a body, sends as a rule not many times as much. */
    private static final int BODIES_THROWN_AWAY = 4;

    private final HttpLimits limits;

    public HttpWriter(HttpLimits limits) {
        this.limits = limits;
    }

    /**
     * Writes an answer, on the event loop.
     *
     * @param allowance what a known consumer has left of its rate; null for others
     * @param broken    whether the body ended before its end: what follows is no other request
     * @return done when the answer has left, or cannot
     */
    Future<Void> write(HttpServerRequest received, Answer answer, Allowance allowance, boolean broken) {
        HttpServerResponse response = received.response();
        if (response.ended() || response.closed()) {
            return Future.succeededFuture();
        }
        answer.headers().forEach(response::putHeader);
        if (allowance != null) {
            allowance.headers().forEach(response::putHeader);
        }
        response.setStatusCode(answer.status());
        boolean last = broken || !received.isEnded();
        if (last) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        if (answer.body() != null) {
            response.putHeader(HttpHeaders.CONTENT_TYPE, answer.format().contentType());
        }
        Future<Void> left = answer.body() == null ? response.end() : response.end(answer.body());
        return last ? left.onComplete(sent -> end(received)) : left;
    }

    private void end(HttpServerRequest received) {
        HttpServerResponse response = received.response();
        if (received.isEnded() || response.closed()) {
            response.close();
            return;
        }
        stopSending(((ConnectionBase) received.connection()).channel());
        Vertx vertx = Vertx.currentContext().owner();
        long timer = vertx.setTimer(limits.receive().toMillis(), late -> response.close());
        AtomicLong most = new AtomicLong(BODIES_THROWN_AWAY * limits.body());
        received.handler(piece -> throwAway(piece, most, response))
                .exceptionHandler(gone -> vertx.cancelTimer(timer))
                .endHandler(end -> {
                    vertx.cancelTimer(timer);
                    response.close();
                }).resume();
    }

    private static void throwAway(Buffer piece, AtomicLong most, HttpServerResponse response) {
        if (most.addAndGet(-piece.length()) < 0) {
            response.close();
        }
    }

    /** A caller that reads to the end of the connection has all of the answer. */
    private static void stopSending(Channel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            ((DuplexChannel) channel).shutdownOutput();
        } else {
            tls.closeOutbound().addListener(told -> ((DuplexChannel) channel).shutdownOutput());
        }
    }
}
