package taskgateway.deliver;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import java.time.Duration;
import org.apache.camel.Exchange;
import taskgateway.edge.Request;
import taskgateway.edge.Via;
import taskgateway.outcome.Refusal;
import taskgateway.rules.Rule;

/**
 * How many messages from the queue may be with one FHIR provider at once: half of those that are worked on, so that one that
 * does not answer leaves the other half for the other providers. One message more is kept and tried again later. Messages
 * that are taken up again have lanes of their own, and take no turn.
 */
final class MessageTurns {

    private final BulkheadRegistry byProvider;

    /**
     * @param consumers messages that are worked on at once
     */
    MessageTurns(int consumers) {
        this.byProvider = BulkheadRegistry.of(BulkheadConfig.custom()
                .maxConcurrentCalls(Math.max(1, consumers / 2)).maxWaitDuration(Duration.ZERO).build());
    }

    /**
     * Takes a turn where the request is one from the queue.
     *
     * @return what ends the turn
     * @throws Refusal TOO_BUSY when there is none
     */
    Runnable take(Exchange exchange, String ods) {
        boolean queued = exchange.getVariable("request", Request.class).via() == Via.JMS && exchange.getVariable("deadLetter") == null;
        if (!queued) {
            return () -> { };
        }
        Bulkhead turns = byProvider.bulkhead(ods);
        if (!turns.tryAcquirePermission()) {
            throw Rule.TOO_BUSY.found("The provider's system has as many messages to answer as it is given at once. Nothing was sent.")
                    .refusal(Duration.ofSeconds(1));
        }
        return turns::releasePermission;
    }
}
