package taskgateway.jms;

import java.util.List;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.ActiveMQSslConnectionFactory;
import org.apache.activemq.RedeliveryPolicy;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import taskgateway.tls.ClientTls;

/** How the gateway talks to its broker, the embedded one or another. */
public final class BrokerConnections {

    /** Waits of 1, 2, 4 … 60 seconds and then a minute each: about a day. */
    private static final int MOST_REDELIVERIES = 1_440;

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
        ActiveMQSslConnectionFactory broker = new ActiveMQSslConnectionFactory(url);
        broker.setKeyAndTrustManagers(tls.keys(), tls.trust(), null);
        // Else a consumer holds messages that an idle one could work on.
        broker.getPrefetchPolicy().setQueuePrefetch(1);
        // Else the failure of a send in a transaction is told by its commit, too late to send elsewhere.
        broker.setAlwaysSyncSend(true);
        broker.setTrustedPackages(List.of());
        // A message that waits for its next try lets others pass: a dead provider holds up nobody else.
        broker.setNonBlockingRedelivery(true);
        RedeliveryPolicy redelivery = broker.getRedeliveryPolicy();
        redelivery.setUseExponentialBackOff(true);
        redelivery.setBackOffMultiplier(2);
        redelivery.setMaximumRedeliveryDelay(60_000);
        redelivery.setMaximumRedeliveries(MOST_REDELIVERIES);
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
