package taskgateway.command.send;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.activemq.ActiveMQSslConnectionFactory;
import taskgateway.command.ClientFault;
import taskgateway.tls.ClientTls;

/**
 * Puts a task on the gateway's queue.
 *
 * @param broker  URL of the broker
 * @param queue   from which the gateway takes tasks
 * @param login   in whose name
 * @param timeout for the reply, and for each step before it; a port on which something else listens takes ActiveMQ's
 *                own 10 s
 * @param waits   whether to wait for the reply
 * @param tls     for a broker at ssl://, whose host name is verified
 */
record JmsSender(String broker, String queue, Login login, Duration timeout, boolean waits, ClientTls tls) {

    /** A user of the broker. */
    record Login(String user, String password) {

        /** Where the broker asks nobody. */
        static final Login NOBODY = new Login(null, null);

        /** The user alone. */
        @Override
        public String toString() {
            return String.valueOf(user);
        }
    }

    /**
     * Sends once.
     *
     * @param headers named as in HTTP; a JMS property has the same name without hyphens, and one value
     * @return the reply, or empty when it was not waited for
     * @throws ClientFault when the broker cannot be used, or no reply came
     */
    Optional<GatewayAnswer> send(HeaderFields headers, String body) {
        try (Connection connection = connect();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            TextMessage message = session.createTextMessage(body);
            message.setJMSCorrelationID(headers.first("Ssp-TraceID"));
            for (Map.Entry<String, List<String>> header : headers.all().entrySet()) {
                message.setStringProperty(header.getKey().replace("-", ""), header.getValue().get(0));
            }
            return waits ? Optional.of(exchange(session, message)) : post(session, message);
        } catch (JMSException e) {
            throw ClientFault.unknown("The broker " + broker + " failed: the outcome is unknown. " + e.getMessage(), e);
        }
    }

    private Connection connect() throws JMSException {
        Connection connection = null;
        try {
            ActiveMQSslConnectionFactory factory = new ActiveMQSslConnectionFactory(trying(broker));
            factory.setKeyAndTrustManagers(tls.keys(), tls.trust(), null);
            factory.setConnectResponseTimeout((int) timeout.toMillis());
            factory.setSendTimeout((int) timeout.toMillis());
            connection = factory.createConnection(login.user(), login.password());
            connection.start();
            return connection;
        } catch (IllegalArgumentException e) {
            throw new ClientFault("Not the URL of a broker: " + broker, e);
        } catch (JMSException e) {
            if (connection != null) {
                connection.close();
            }
            throw new ClientFault("Cannot connect to the broker " + broker
                    + ": is the gateway running? Nothing was sent.", e);
        }
    }

    /** Of several brokers each is tried once: by itself the client would go on for ever. */
    private String trying(String url) {
        if (!url.startsWith("failover:")) {
            return url;
        }
        String all = url.contains(")") ? url : "failover:(" + url.substring("failover:".length()) + ")";
        String separator = all.lastIndexOf('?') > all.lastIndexOf(')') ? "&" : "?";
        return all + separator + "startupMaxReconnectAttempts=1&timeout=" + timeout.toMillis();
    }

    private Optional<GatewayAnswer> post(Session session, Message message) throws JMSException {
        try (MessageProducer producer = session.createProducer(session.createQueue(queue))) {
            producer.send(message);
        }
        return Optional.empty();
    }

    private GatewayAnswer exchange(Session session, Message message) throws JMSException {
        Queue replies = session.createTemporaryQueue();
        message.setJMSReplyTo(replies);
        try (MessageProducer producer = session.createProducer(session.createQueue(queue));
                var consumer = session.createConsumer(replies)) {
            // Who gives up waiting will try again or telephone: a task not taken by then must not be taken later.
            producer.setTimeToLive(timeout.toMillis());
            producer.send(message);
            Message reply = consumer.receive(timeout.toMillis());
            if (reply == null) {
                throw ClientFault.unknown("No reply within " + timeout.toSeconds() + " s: the outcome is unknown.",
                        null);
            }
            return answer(reply);
        }
    }

    private static GatewayAnswer answer(Message reply) throws JMSException {
        if (!reply.propertyExists("HttpStatus")) {
            throw ClientFault.unknown("The reply has no property HttpStatus: the outcome is unknown.", null);
        }
        HeaderFields headers = new HeaderFields();
        for (String name : List.of("Location", "ETag", "Content-Type", "Ssp-TraceID", "Retry-After")) {
            headers.set(name, reply.getStringProperty(name.replace("-", "")));
        }
        return new GatewayAnswer(reply.getIntProperty("HttpStatus"), headers, body(reply));
    }

    private static String body(Message reply) throws JMSException {
        if (reply instanceof BytesMessage bytes) {
            byte[] content = new byte[(int) bytes.getBodyLength()];
            bytes.readBytes(content);
            return new String(content, StandardCharsets.UTF_8);
        }
        String text = reply instanceof TextMessage message ? message.getText() : null;
        return text == null ? "" : text;
    }
}
