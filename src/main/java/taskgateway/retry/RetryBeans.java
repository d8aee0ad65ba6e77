package taskgateway.retry;

import taskgateway.process.Assembly;
import taskgateway.store.DeadLetters;

/** Makes the beans that keep a message, take it up again and say what came of it. */
public final class RetryBeans {

    private RetryBeans() {
    }

    /** @param tries how often a message is tried before it waits for an operator */
    public static void addTo(Assembly gateway, DeadLetters letters, int tries) {
        gateway.bind("keptMessage", new KeptMessage());
        gateway.bind("replay", new Replay());
        gateway.bind("retryOutcomes", new RetryOutcomes(letters, tries));
    }
}
