package taskgateway.jms;

import java.util.List;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.ActiveMQSslConnectionFactory;
import org.apache.activemq.RedeliveryPolicy;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import taskgateway.tls.ClientTls;

/** How the gateway talks to its broker, the embedded one or another. */
public final class BrokerConnections {

    /** Waits of 1, 2, 4 and 8 seconds and then ten seconds each: about a day. */
    private static final int MOST_REDELIVERIES = 8_640;

    private BrokerConnections() {
    }

    /**
     * A pool of connections to a broker, to be stopped by the caller.
     *
     * <p>A message whose outcome could not be recorded or sent is delivered again, later each time, as it will succeed once
     * database and broker work. It goes to the broker's dead letter queue (ActiveMQ.DLQ) after a day, where an operator can
     * move it back from; nothing is thrown away.
     *
     * @param url the broker's
     * @param tls for a broker at {@code ssl://}, whose host name is verified
     */
    public static JmsPoolConnectionFactory pool(String url, ClientTls tls) {
        ActiveMQConnectionFactory broker = factory(url, tls);
        RedeliveryPolicy redelivery = broker.getRedeliveryPolicy();
        redelivery.setUseExponentialBackOff(true);
        redelivery.setBackOffMultiplier(2);
        redelivery.setMaximumRedeliveryDelay(10_000);
        redelivery.setMaximumRedeliveries(MOST_REDELIVERIES);
        return pool(broker);
    }

    /**
     * A pool of connections for a consumer that reads a queue in its order, to be stopped by the caller: a message that cannot
     * be worked on is tried again every second, without an end, and none passes it.
     *
     * @param url the broker's
     * @param tls for a broker at {@code ssl://}, whose host name is verified
     */
    public static JmsPoolConnectionFactory inOrder(String url, ClientTls tls) {
        ActiveMQConnectionFactory broker = factory(url, tls);
        broker.getRedeliveryPolicy().setMaximumRedeliveries(RedeliveryPolicy.NO_MAXIMUM_REDELIVERIES);
        return pool(broker);
    }

    private static ActiveMQConnectionFactory factory(String url, ClientTls tls) {
        ActiveMQSslConnectionFactory broker = new ActiveMQSslConnectionFactory(url);
        broker.setKeyAndTrustManagers(tls.keys(), tls.trust(), null);
        // Else a consumer holds messages that an idle one could work on.
        broker.getPrefetchPolicy().setQueuePrefetch(1);
        // Else the failure of a send in a transaction is told by its commit, too late to send elsewhere.
        broker.setAlwaysSyncSend(true);
        broker.setTrustedPackages(List.of());
        return broker;
    }

    private static JmsPoolConnectionFactory pool(ActiveMQConnectionFactory broker) {
        JmsPoolConnectionFactory pool = new JmsPoolConnectionFactory();
        pool.setConnectionFactory(broker);
        return pool;
    }

    /** Has the connections of a pool made in a user's name, where the broker wants one. */
    public static void authenticate(JmsPoolConnectionFactory pool, BrokerLogin login) {
        if (!login.user().isEmpty()) {
            ((ActiveMQConnectionFactory) pool.getConnectionFactory()).setUserName(login.user());
            ((ActiveMQConnectionFactory) pool.getConnectionFactory()).setPassword(login.password());
        }
    }
}
