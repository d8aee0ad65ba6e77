package taskgateway.broker;

import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.RedeliveryPolicy;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import taskgateway.tls.ClientTls;

/** How the gateway talks to its broker, the embedded one or another. */
public final class BrokerConnections {

    private BrokerConnections() {
    }

    /**
     * A pool of connections to a broker, to be stopped by the caller.
     *
     * <p>A message whose outcome could not be recorded or sent is delivered again, after 1, 2, 4, 8 and then ten
     * seconds each, for it will succeed once database and broker work.
     *
     * @param url   the broker's
     * @param login in whose name the connections are made, where the broker wants one
     * @param tls   for a broker at {@code ssl://}, whose host name is verified
     */
    public static JmsPoolConnectionFactory pool(String url, BrokerLogin login, ClientTls tls) {
        ActiveMQConnectionFactory broker = new BrokerClient(url, tls);
        RedeliveryPolicy redelivery = broker.getRedeliveryPolicy();
        redelivery.setUseExponentialBackOff(true);
        redelivery.setBackOffMultiplier(2);
        redelivery.setMaximumRedeliveryDelay(10_000);
        redelivery.setMaximumRedeliveries(RedeliveryPolicy.NO_MAXIMUM_REDELIVERIES);
        return pool(broker, login);
    }

    /**
     * A pool of connections for a consumer that reads a queue in its order, to be stopped by the caller: a message that
     * cannot be worked on is tried again every second, without an end, and none passes it.
     *
     * @param url   the broker's
     * @param login in whose name the connections are made, where the broker wants one
     * @param tls   for a broker at {@code ssl://}, whose host name is verified
     */
    public static JmsPoolConnectionFactory inOrder(String url, BrokerLogin login, ClientTls tls) {
        ActiveMQConnectionFactory broker = new BrokerClient(url, tls);
        broker.getRedeliveryPolicy().setMaximumRedeliveries(RedeliveryPolicy.NO_MAXIMUM_REDELIVERIES);
        return pool(broker, login);
    }

    private static JmsPoolConnectionFactory pool(ActiveMQConnectionFactory broker, BrokerLogin login) {
        if (!login.user().isEmpty()) {
            broker.setUserName(login.user());
            broker.setPassword(login.password());
        }
        JmsPoolConnectionFactory pool = new JmsPoolConnectionFactory();
        pool.setConnectionFactory(broker);
        return pool;
    }
}
