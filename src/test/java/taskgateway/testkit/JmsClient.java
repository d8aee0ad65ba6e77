package taskgateway.testkit;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.command.ActiveMQTextMessage;
import taskgateway.fhir.Format;

/**
 * A legacy producer for tests, another program at the gateway's broker: it sends messages over TCP and reads replies.
 */
public final class JmsClient implements AutoCloseable {

    public static final String OUTCOMES = "gpconnect.tasks.outcomes";
    public static final String DEAD = "ActiveMQ.DLQ";

    private static final String IN = "gpconnect.tasks.in";
    public static final long PATIENCE_MILLIS = Patience.PATIENCE.toMillis();

    private final Connection connection;
    private final Session session;

    public JmsClient(RunningGateway gateway) throws JMSException {
        connection = new ActiveMQConnectionFactory(gateway.broker()).createConnection();
        connection.start();
        session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    }

    public Session session() {
        return session;
    }

    /** The worked example as the least that a legacy producer sends. */
    public TextMessage task(String ods) throws JMSException {
        return text(Sender.json(), Map.of("ProviderOdsCode", ods));
    }

    public TextMessage text(String body, Map<String, String> properties) throws JMSException {
        return with(session.createTextMessage(body), properties);
    }

    /** A message with a JMSTimestamp of its own, 0 for none: a producer would set the time at which it sends. */
    public static TextMessage dated(String body, String ods, long written) throws JMSException {
        ActiveMQTextMessage message = new ActiveMQTextMessage() {
            @Override
            public void setJMSTimestamp(long now) {
                setTimestamp(written);
            }
        };
        message.setText(body);
        return with(message, Map.of("ProviderOdsCode", ods));
    }

    public BytesMessage bytes(String body, Map<String, String> properties) throws JMSException {
        BytesMessage message = with(session.createBytesMessage(), properties);
        message.writeBytes(body.getBytes(StandardCharsets.UTF_8));
        return message;
    }

    public static <T extends Message> T with(T message, Map<String, String> properties) throws JMSException {
        for (Map.Entry<String, String> property : properties.entrySet()) {
            message.setStringProperty(property.getKey(), property.getValue());
        }
        return message;
    }

    /** Sends a message to the gateway, and does not wait. */
    public void send(Message message) throws JMSException {
        send(IN, message);
    }

    /** Sends a message to any queue. */
    public void send(String queue, Message message) throws JMSException {
        try (MessageProducer producer = session.createProducer(session.createQueue(queue))) {
            producer.send(message);
        }
    }

    /** Sends a message to the gateway and waits for its reply on a temporary queue. */
    public TextMessage ask(Message message) throws JMSException {
        TemporaryQueue replies = session.createTemporaryQueue();
        try (MessageConsumer consumer = session.createConsumer(replies)) {
            message.setJMSReplyTo(replies);
            send(message);
            return received(consumer.receive(PATIENCE_MILLIS));
        } finally {
            replies.delete();
        }
    }

    /** Takes the message with this correlation id from a queue. */
    public TextMessage receive(String queue, String correlationId) throws JMSException {
        return receive(queue, correlationId, PATIENCE_MILLIS);
    }

    public TextMessage receive(String queue, String correlationId, long millis) throws JMSException {
        try (MessageConsumer consumer =
                session.createConsumer(session.createQueue(queue), "JMSCorrelationID = '" + correlationId + "'")) {
            return received(consumer.receive(millis));
        }
    }

    /** Takes the next message from a destination, or null when none comes. */
    public TextMessage next(Destination destination, long millis) throws JMSException {
        try (MessageConsumer consumer = session.createConsumer(destination)) {
            return (TextMessage) consumer.receive(millis);
        }
    }

    /** How many messages of this correlation id wait in a queue. */
    public int waiting(String queue, String correlationId) throws JMSException {
        try (QueueBrowser browser =
                session.createBrowser(session.createQueue(queue), "JMSCorrelationID = '" + correlationId + "'")) {
            return Collections.list(browser.getEnumeration()).size();
        }
    }

    public Queue queue(String name) throws JMSException {
        return session.createQueue(name);
    }

    /** Whatever the test is about: no outcome in FHIR leaves the gateway that does not conform. */
    private static TextMessage received(Message message) throws JMSException {
        if (!(message instanceof TextMessage text)) {
            throw new AssertionError("no message came, or not one of text");
        }
        Optional<Format> format = Format.ofMediaType(text.getStringProperty("ContentType"));
        if (text.propertyExists("HttpStatus") && format.isPresent()) {
            AnswerValidator.assertConforms(text.getText(), format.get());
        }
        return text;
    }

    @Override
    public void close() throws JMSException {
        connection.close();
    }
}
