package taskgateway.deliver.fhir;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import taskgateway.request.Request;
import taskgateway.request.Via;
import taskgateway.rules.Refusal;
import taskgateway.rules.Rule;

/**
 * How many messages from the queue may be with one FHIR provider at once: half of those that are worked on, so that one
 * that does not answer leaves the other half for the other providers. One message more waits for its turn as long as
 * the provider answers in time; else it is kept and tried again later. Messages that are taken up again have lanes of
 * their own, and take no turn.
 */
final class MessageTurns {

    /** A provider that answers at all answers sooner: a command may take 250 ms (specification, section 9). */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final int most;
    private final Map<String, Turns> byProvider = new ConcurrentHashMap<>();

    /**
     * @param consumers messages that are worked on at once
     */
    MessageTurns(int consumers) {
        this.most = Math.max(1, consumers / 2);
    }

    /**
     * Takes a turn where the request is one from the queue.
     *
     * @return what ends the turn
     * @throws Refusal TOO_BUSY when all are taken, and one has been for longer than a provider takes that answers
     */
    Runnable take(Exchange exchange, String ods) throws InterruptedException {
        boolean queued = exchange.getVariable("request", Request.class).via() == Via.JMS
                && exchange.getVariable("deadLetter") == null;
        if (!queued) {
            return () -> { };
        }
        Turns turns = byProvider.computeIfAbsent(ods, provider -> new Turns(most));
        Long turn = turns.take();
        if (turn == null) {
            throw Rule.TOO_BUSY.found(
                    "The provider's system has as many messages to answer as it is given at once. Nothing was sent.")
                    .refusal(PATIENCE);
        }
        return () -> turns.end(turn);
    }

    private static final class Turns {

        private final int most;
        /** When each was taken, as {@link System#nanoTime()}; the first has been for longest. */
        private final Queue<Long> taken = new ArrayDeque<>();

        Turns(int most) {
            this.most = most;
        }

        /** A turn; null when there is none to wait for. */
        synchronized Long take() throws InterruptedException {
            while (taken.size() >= most) {
                long left = PATIENCE.toNanos() - (System.nanoTime() - taken.element());
                if (left <= 0) {
                    return null;
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
            Long turn = System.nanoTime();
            taken.add(turn);
            return turn;
        }

        synchronized void end(Long turn) {
            taken.remove(turn);
            notifyAll();
        }
    }
}
