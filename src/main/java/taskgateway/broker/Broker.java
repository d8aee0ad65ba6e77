package taskgateway.broker;

import io.micrometer.core.instrument.Gauge;
import jakarta.jms.ConnectionFactory;
import org.apache.camel.component.jms.JmsComponent;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import taskgateway.process.Assembly;
import taskgateway.tls.ClientTls;

/**
 * The broker as the gateway uses it.
 *
 * @param connections to it
 * @param intake      watches over the queue of tasks
 */
public record Broker(ConnectionFactory connections, IntakeWatch intake) {

    /**
     * Starts the embedded broker, where it is the one that is used, and adds the beans of this package.
     *
     * @param queue that tasks are taken from
     * @param tls   for a broker at {@code ssl://}
     */
    public static Broker addTo(Assembly gateway, BrokerSettings settings, String queue, ClientTls tls)
            throws Exception {
        String url = settings.url();
        if (settings.embedded()) {
            EmbeddedBroker broker = new EmbeddedBroker(settings.data().toFile(), settings.listen());
            gateway.start(broker);
            url = broker.url();
        }
        JmsPoolConnectionFactory pool = BrokerConnections.pool(url, settings.login(), tls);
        gateway.context().addComponent("jms", JmsComponent.jmsComponent(pool));
        gateway.bind("connections", pool);
        gateway.bind("jmsTransaction", new JmsTransaction(pool));
        gateway.closeAtEnd(pool::stop);
        JmsPoolConnectionFactory inOrder = BrokerConnections.inOrder(url, settings.login(), tls);
        gateway.bind("connectionsInOrder", inOrder);
        gateway.closeAtEnd(inOrder::stop);

        IntakeWatch watch = new IntakeWatch(pool, queue);
        gateway.bind("intakeWatch", watch);
        gateway.measure(meters -> Gauge.builder("taskgateway.intake.oldest", watch, IntakeWatch::oldest)
                .baseUnit("seconds")
                .description("How long the oldest message of the JMS queue has waited").register(meters));
        return new Broker(pool, watch);
    }
}
