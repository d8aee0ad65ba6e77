package taskgateway.chaos;

import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.Map;
import org.apache.activemq.ActiveMQConnection;
import org.apache.activemq.ActiveMQConnectionFactory;

/**
 * A legacy producer with a connection of its own, which it makes anew when the broker has gone; it never sends twice.
 */
final class LegacyProducer implements AutoCloseable {

    /** Of a broker that is there and busy; one that has gone is told at once. */
    private static final int PATIENCE_MILLIS = 60_000;

    private final ActiveMQConnectionFactory factory;
    private ActiveMQConnection connection;
    private Session session;
    private MessageProducer producer;

    LegacyProducer(String broker) {
        factory = new ActiveMQConnectionFactory(broker);
        factory.setSendTimeout(PATIENCE_MILLIS);
        factory.setConnectResponseTimeout(PATIENCE_MILLIS);
    }

    /** Connects, if need be; whether it could. */
    boolean connected() {
        if (connection != null) {
            return true;
        }
        try {
            connection = (ActiveMQConnection) factory.createConnection();
            session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            producer = session.createProducer(session.createQueue(Outside.IN));
            return true;
        } catch (JMSException gone) {
            close();
            return false;
        }
    }

    /**
     * Sends a message.
     *
     * @throws JMSException when nobody knows whether the broker has it
     */
    void send(String body, Map<String, String> properties, String correlationId) throws JMSException {
        TextMessage message = session.createTextMessage(body);
        for (Map.Entry<String, String> property : properties.entrySet()) {
            message.setStringProperty(property.getKey(), property.getValue());
        }
        message.setJMSCorrelationID(correlationId);
        producer.send(message);
    }

    @Override
    public void close() {
        try {
            if (connection != null) {
                connection.setCloseTimeout(1_000);
                connection.close();
            }
        } catch (JMSException gone) {
            // it is closed either way
        } finally {
            connection = null;
        }
    }
}
