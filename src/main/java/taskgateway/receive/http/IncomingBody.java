package taskgateway.receive.http;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import taskgateway.request.BodyRoom;
import taskgateway.rules.Refusal;

/**
 * The bytes of one request's body, whatever their type is said to be, within the limits of size, time and memory. What
 * comes with the head is taken as far as its connection has memory of its own; the rest is left with its sender until
 * it is wanted. What is private here is done on the event loop of the connection; the rest may be called from any
 * thread.
 */
final class IncomingBody implements BodyRoom {

    /** The most that arrives in one piece. Vert.x keeps a dozen of them of a body that is left with its sender. */
    static final int PIECE = 4096;

    private static final byte[] NOTHING = {};

    private final HttpServerRequest request;
    private final HttpLimits limits;
    private final HttpFaults faults;
    private final Context loop;
    private final BodyBudget.Share share;
    private final long announced;

    private byte[] bytes = NOTHING;
    private int length;
    private boolean wanted;
    private long timer;
    private long ownUsed;

    private boolean settled;
    private Refusal fault;
    private Runnable next;

    /** To be made on the event loop. */
    IncomingBody(RoutingContext context, long announced, HttpLimits limits, BodyBudget budget, HttpFaults faults) {
        this.request = context.request();
        this.limits = limits;
        this.faults = faults;
        this.loop = context.vertx().getOrCreateContext();
        this.share = budget.share(() -> loop.runOnContext(lost -> fail(BodyBudget.full())));
        this.announced = announced;
        request.handler(this::take);
        request.exceptionHandler(gone -> fail(faults.refusal(400)));
        request.endHandler(end -> end());
    }

    /** Of a request that has come as far as to a route. */
    static IncomingBody of(RoutingContext context) {
        return context.get(IncomingBody.class.getName());
    }

    /** Whether it is whole, or it is known that it never will be. */
    synchronized boolean isSettled() {
        return settled;
    }

    /** Why it will never be whole; null where nothing speaks against it yet. */
    synchronized Refusal fault() {
        return fault;
    }

    /**
     * Wants the whole body.
     *
     * @param then called on the event loop when it has settled, save where it has settled already
     * @return whether it has
     */
    synchronized boolean want(Runnable then) {
        if (!settled) {
            next = then;
            loop.runOnContext(now -> goOn());
        }
        return settled;
    }

    /**
     * The whole body, once it has settled.
     *
     * @throws Refusal where it is not whole
     */
    synchronized byte[] bytes() {
        if (fault != null) {
            throw fault;
        }
        return bytes;
    }

    /** What the connection has of its own, and the body leaves, is used first. */
    @Override
    public synchronized void hold(long more) {
        ownUsed = Math.max(ownUsed, Math.min(bytes.length, BodyBudget.OWN));
        long own = Math.min(more, BodyBudget.OWN - ownUsed);
        ownUsed += own;
        if (more > own && !share.take(more - own)) {
            throw BodyBudget.full();
        }
    }

    /** The request has been answered, or cannot be. */
    void release() {
        share.release();
    }

    private void goOn() {
        if (isSettled()) {
            return;
        }
        wanted = true;
        timer = loop.owner().setTimer(limits.receive().toMillis(), late -> fail(faults.refusal(408)));
        boolean held = "100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT));
        if (held && request.version() != HttpVersion.HTTP_1_0) {
            request.response().writeContinue();
        }
        request.resume();
    }

    private void take(Buffer piece) {
        if (isSettled()) {
            return; // thrown away
        }
        int more = length + piece.length();
        if (more > limits.body()) {
            fail(faults.refusal(413));
        } else if (!fits(more)) {
            fail(BodyBudget.full());
        } else {
            piece.getBytes(0, piece.length(), bytes, length);
            length = more;
            if (!wanted && length > BodyBudget.OWN - PIECE) {
                request.pause();
            }
        }
    }

    /** Makes place for so many bytes in all, at least twice what there was, and no more than was announced. */
    private boolean fits(int most) {
        if (most <= bytes.length) {
            return true;
        }
        int place = (int) Math.max(most, Math.min(announced > 0 ? announced : limits.body(), 2L * bytes.length));
        if (place > BodyBudget.OWN && !share.take(place - Math.max(bytes.length, BodyBudget.OWN))) {
            return false;
        }
        bytes = Arrays.copyOf(bytes, place);
        return true;
    }

    private void end() {
        if (((ConnectionBase) request.connection()).channel().hasAttr(StrictRequestDecoder.BROKEN)) {
            fail(faults.refusal(400));
        } else if (!isSettled()) {
            bytes = length < bytes.length ? Arrays.copyOf(bytes, length) : bytes;
            share.whole();
            settle(null);
        }
    }

    private void fail(Refusal why) {
        if (!isSettled()) {
            bytes = NOTHING;
            share.release();
            settle(why);
        }
    }

    private void settle(Refusal why) {
        Runnable then;
        synchronized (this) {
            settled = true;
            fault = why;
            then = next;
        }
        loop.owner().cancelTimer(timer);
        if (then != null) {
            then.run();
        }
    }
}
