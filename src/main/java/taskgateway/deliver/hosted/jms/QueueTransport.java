package taskgateway.deliver.hosted.jms;

import jakarta.jms.ConnectionFactory;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import taskgateway.broker.IntakeWatch;
import taskgateway.deliver.hosted.ChannelAdapter;
import taskgateway.deliver.hosted.HostedTransport;
import taskgateway.directory.Provider;
import taskgateway.directory.QueueName;
import taskgateway.directory.Surroundings;
import taskgateway.process.Assembly;
import taskgateway.store.Outbox;

/** A legacy system reads tasks from a queue: {@code HOSTED_JMS}, {@code routes/send-jms.camel.yaml}. */
public final class QueueTransport implements HostedTransport {

    @Override
    public String name() {
        return "HOSTED_JMS";
    }

    @Override
    public String template() {
        return "send-jms";
    }

    @Override
    public Set<String> routes() {
        return Set.of(template(), "ask-jms", "receipts");
    }

    @Override
    public Optional<String> fault(String address, Surroundings around) {
        String queue = QueueName.of(address).name();
        return Optional.ofNullable(around.queues().get(queue))
                .map(setting -> queue + " is the gateway's own queue (" + setting + "): tasks sent there are lost");
    }

    /** By the property {@code ProviderOdsCode} of each message. */
    @Override
    public boolean shares() {
        return true;
    }

    @Override
    public ChannelAdapter addTo(Assembly gateway, Collection<Provider> providers) {
        gateway.bind("receipts", new Receipts(gateway.bean(Outbox.class),
                gateway.bean("connections", ConnectionFactory.class),
                gateway.bean("receiptsQueue", QueueName.class).name()));
        gateway.bind("hostedMessage", new HostedMessage());
        return new QueueAdapter(gateway.bean(IntakeWatch.class));
    }

    @Override
    public String toString() {
        return name();
    }
}
