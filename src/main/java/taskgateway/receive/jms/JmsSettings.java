package taskgateway.receive.jms;

import java.util.HashMap;
import java.util.Map;
import taskgateway.directory.Provider;
import taskgateway.directory.QueueName;
import taskgateway.settings.SettingsReader;

/**
 * Tasks that come in as JMS messages.
 *
 * @param in        the queue that they are taken from
 * @param outcomes  the queue for outcomes of those that name no other
 * @param receipts  the queue of the gateway's own, for receipts of what hosted providers were sent
 * @param consumer  the ASID of the consumer in whose name they are sent
 * @param consumers messages that are worked on at once
 * @param tries     how often one is tried whose provider is not there
 */
public record JmsSettings(QueueName in, QueueName outcomes, QueueName receipts, String consumer, int consumers,
        int tries) {

    public static final String IN = "gateway.jms.in";
    private static final String OUTCOMES = "gateway.jms.outcomes";
    private static final String RECEIPTS = "gateway.jms.receipts";
    public static final String CONSUMER = "gateway.jms.consumer";

    public static JmsSettings read(SettingsReader read) {
        return new JmsSettings(read.value(IN, QueueName::of), read.value(OUTCOMES, QueueName::of),
                read.value(RECEIPTS, QueueName::of), read.text(CONSUMER), read.number("gateway.jms.consumers", 1, 1000),
                read.number("gateway.jms.tries", 2, 1000));
    }

    /** Refuses two queues of one name, and a consumer that is none. */
    public void check(SettingsReader read) {
        if (!Provider.isAsid(consumer)) {
            throw read.wrong(CONSUMER, "must be an ASID, twelve digits");
        }
        Map<QueueName, String> seen = new HashMap<>();
        seen.put(in, IN);
        refuseSecond(OUTCOMES, outcomes, seen, read);
        refuseSecond(RECEIPTS, receipts, seen, read);
    }

    private static void refuseSecond(String key, QueueName queue, Map<QueueName, String> seen, SettingsReader read) {
        String other = seen.putIfAbsent(queue, key);
        if (other != null) {
            throw read.wrong(key, "is the queue of " + other + " too: each must be a queue of its own");
        }
    }

    /** The gateway's own queues by name, each with the setting that names it. */
    public Map<String, String> queues() {
        Map<String, String> queues = new HashMap<>();
        queues.put(receipts.name(), RECEIPTS);
        queues.put(outcomes.name(), OUTCOMES);
        queues.put(in.name(), IN);
        return queues;
    }
}
