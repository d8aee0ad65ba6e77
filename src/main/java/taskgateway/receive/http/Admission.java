package taskgateway.receive.http;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import taskgateway.rules.Refusal;
import taskgateway.rules.Rule;

/**
 * How much the port takes on at once: connections, requests that wait for a worker, and refusals that wait for their
 * record. Vert.x alone would let all of them wait without bound, and a sender would learn nothing until it has given
 * up.
 */
public final class Admission {

    /** A wait for more than this many records is longer than a sender waits for an answer. */
    private static final int MOST_REFUSALS = 1000;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final BulkheadRegistry registry = BulkheadRegistry.ofDefaults();
    private final Bulkhead connections;
    private final Bulkhead waiting;
    private final Bulkhead refusals;

    /** Requests that wait for a worker: each is counted out once, whatever becomes of it. */
    private final Set<HttpServerRequest> queue = ConcurrentHashMap.newKeySet();

    public Admission(HttpLimits limits) {
        this.connections = bulkhead("connections", limits.connections());
        this.waiting = bulkhead("waiting", limits.waiting());
        this.refusals = bulkhead("refusals", MOST_REFUSALS);
    }

    private Bulkhead bulkhead(String name, int most) {
        return registry.bulkhead(name,
                BulkheadConfig.custom().maxConcurrentCalls(most).maxWaitDuration(Duration.ZERO).build());
    }

    /** Connections, requests and refusals, and how many there may be: for metrics. */
    public BulkheadRegistry registry() {
        return registry;
    }

    /** Takes a connection on, or closes it. */
    boolean admitConnection(HttpConnection connection) {
        if (connections.tryAcquirePermission()) {
            connection.closeHandler(closed -> connections.releasePermission());
            return true;
        }
        connection.close();
        return false;
    }

    /** Lets a request, of which no more than the head has to be there, wait for a worker. */
    void beforeWork(RoutingContext context) {
        if (!waiting.tryAcquirePermission()) {
            context.fail(busy());
            return;
        }
        HttpServerRequest request = context.request();
        queue.add(request);
        context.addEndHandler(end -> {
            // One whose caller has gone is worked on all the same; one that failed on its way there is not.
            if (context.failed()) {
                leaveQueue(request);
            }
        });
        context.next();
    }

    /** A worker has taken the request. */
    void leaveQueue(HttpServerRequest request) {
        if (queue.remove(request)) {
            waiting.releasePermission();
        }
    }

    /** Whether one more refusal may wait for its record; then {@link #endRefusal()} must follow. */
    boolean mayRefuse() {
        return refusals.tryAcquirePermission();
    }

    /** A refusal waits no more. */
    void endRefusal() {
        refusals.releasePermission();
    }

    private static Refusal busy() {
        return Rule.TOO_BUSY.found(
                "The service has more requests than it can serve in time. Nothing was sent: send the task again later.")
                .refusal(RETRY_AFTER);
    }
}
