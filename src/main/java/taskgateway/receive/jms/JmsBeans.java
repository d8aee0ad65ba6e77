package taskgateway.receive.jms;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import taskgateway.audit.Recording;
import taskgateway.broker.IntakeWatch;
import taskgateway.directory.Consumer;
import taskgateway.directory.Directory;
import taskgateway.directory.Provider;
import taskgateway.process.Assembly;
import taskgateway.reply.Refusals;

/** Makes the beans that read tasks from JMS messages, and answer them. */
public final class JmsBeans {

    private JmsBeans() {
    }

    /**
     * Adds them.
     *
     * @param directory of providers and consumers
     * @param consumer  in whose name messages are sent
     * @param watch     over the queue of tasks
     */
    public static void addTo(Assembly gateway, JmsSettings settings, Directory directory, Consumer consumer,
            IntakeWatch watch, Refusals refusals, Recording recording) {
        gateway.bind("intake", new IntakeHealth(watch));
        gateway.bind("bareMessage", new BareMessage());
        gateway.bind("jmsReader", new JmsReader());
        gateway.bind("replyAddressReader", new ReplyAddress.ReplyAddressReader(closedQueues(settings, directory)));
        gateway.bind("jmsWriter", new JmsWriter());
        gateway.bind("queueProducer", new QueueProducer(consumer));
        gateway.bind("waitedToken", new WaitedToken());
        gateway.bind("lastWord", new LastWord(refusals, recording));
    }

    /** Into which no sender can have the gateway write. */
    private static Set<String> closedQueues(JmsSettings settings, Directory directory) {
        return Stream.concat(Stream.of(settings.in().name(), settings.receipts().name()),
                directory.hosted().stream().map(Provider::address))
                .collect(Collectors.toSet());
    }
}
