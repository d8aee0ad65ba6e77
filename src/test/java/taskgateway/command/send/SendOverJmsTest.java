package taskgateway.command.send;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.BrokerPluginSupport;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.ConnectionInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.request.Interaction;
import taskgateway.testkit.Patience;
import taskgateway.testkit.Slow;

@Slow
class SendOverJmsTest {

    private static final String QUEUE = "gpconnect.tasks.in";

    @TempDir
    private Path folder;
    private final BrokerService broker = new BrokerService();
    private String url;
    private Connection connection;
    private Session session;
    private volatile TextMessage received;

    @BeforeEach
    void start() throws Exception {
        broker.setPersistent(false);
        broker.setUseJmx(false);
        url = broker.addConnector("tcp://127.0.0.1:0").getPublishableConnectString();
        broker.start();
        broker.waitUntilStarted();
        connection = new ActiveMQConnectionFactory(broker.getVmConnectorURI()).createConnection();
        connection.start();
        session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    }

    @AfterEach
    void stop() throws Exception {
        connection.close();
        broker.stop();
    }

    @Test
    void sendsATextMessageWithThePropertiesTheGatewayReadsAndPrintsTheReply() throws JMSException {
        replyWith(reply(201, SampleAnswers.ORDER));
        Terminal terminal = send("--provider", "B82617");
        assertThat(terminal.code()).isZero();
        assertThat(terminal.out()).startsWith("201 Created").contains(
                "Location: http://x/Order/7/_history/1", "ETag: W/\"1\"", "Content-Type: " + SampleAnswers.JSON,
                "Ssp-TraceID: t",
                "\"id\" : \"7\"");
        assertThat(received.getText()).contains("\"Order\"").doesNotContain("2014-12-11");
        assertThat(received.getStringProperty("SspFrom")).isEqualTo("200000000359");
        assertThat(received.getStringProperty("SspTo")).isEqualTo("918999198994");
        assertThat(received.getStringProperty("SspInteractionID")).isEqualTo(Interaction.CREATE_ORDER.id());
        assertThat(received.getStringProperty("Authorization")).startsWith("Bearer ey");
        assertThat(received.getStringProperty("ContentType")).isEqualTo(SampleAnswers.JSON);
        assertThat(received.getStringProperty("ProviderOdsCode")).isEqualTo("B82617");
        assertThat(UUID.fromString(received.getStringProperty("SspTraceID")))
                .hasToString(received.getJMSCorrelationID());
        assertThat(received.getJMSExpiration()).as("not taken once the sender has given up").isPositive();
    }

    @Test
    void listsTheFaultsOfARefusedTask() throws JMSException {
        replyWith(reply(422, SampleAnswers.OUTCOME));
        Terminal terminal = send("--header", "sspto=1", "--header", "Authorization=");
        assertThat(terminal.code()).isEqualTo(1);
        assertThat(terminal.out()).contains("- INVALID_RESOURCE target is missing. (/f:Order/f:target)");
        assertThat(received.propertyExists("Authorization")).isFalse();
    }

    @Test
    void anOverrideKeepsThePropertysName() throws JMSException {
        replyWith(reply(400, SampleAnswers.OUTCOME));
        send("--header", "ssp-to=1", "--header", "providerodscode=");
        assertThat(received.getStringProperty("SspTo")).isEqualTo("1");
        assertThat(received.propertyExists("ProviderOdsCode")).isFalse();
    }

    @Test
    void readsAReplyOfBytes() throws JMSException {
        var reply = session.createBytesMessage();
        reply.writeBytes(SampleAnswers.ORDER.getBytes(StandardCharsets.UTF_8));
        reply.setIntProperty("HttpStatus", 201);
        replyWith(reply);
        assertThat(send().out()).contains("201 Created", SampleAnswers.ORDER);
    }

    @Test
    void doesNotWaitWhenToldSo() throws JMSException {
        Terminal terminal = send("--no-wait");
        assertThat(terminal.code()).isZero();
        assertThat(terminal.out()).matches("Sent, trace id [0-9a-f-]{36}; no reply awaited\\.\\R");
        try (MessageConsumer consumer = session.createConsumer(session.createQueue(QUEUE))) {
            Message sent = consumer.receive(Patience.PATIENCE.toMillis());
            assertThat(sent.getJMSReplyTo()).isNull();
            assertThat(sent.getJMSExpiration()).isZero();
        }
    }

    @Test
    void sendsToTheQueueThatTheSettingsName() throws Exception {
        Path config = Files.writeString(folder.resolve("application.properties"), "gateway.jms.in = other.in \n");
        assertThat(send("--no-wait", "--config", config.toString()).code()).isZero();
        assertThat(send("--no-wait", "--config", config.toString(), "--queue", "third.in").code()).isZero();
        assertThat(send("--no-wait", "--config", folder.resolve("none").toString()).code()).isZero();
        for (String queue : List.of("other.in", "third.in", QUEUE)) {
            try (MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
                assertThat(consumer.receive(5000)).as(queue).isNotNull();
            }
        }
    }

    @Test
    void sendsToTheBrokerThatTheSettingsNameInItsUsersName() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "letmein\n");
        BrokerService guarded = new BrokerService();
        guarded.setBrokerName("guarded");
        guarded.setPersistent(false);
        guarded.setUseJmx(false);
        guarded.setPlugins(new BrokerPlugin[] {new Guard()});
        String address = guarded.addConnector("tcp://127.0.0.1:0").getPublishableConnectString();
        guarded.start();
        try {
            Path config = Files.writeString(folder.resolve("application.properties"),
                    "gateway.broker.url=failover:(tcp://127.0.0.1:1," + address
                    + ")\ngateway.broker.user=gateway\ngateway.broker.password-file=" + secret + "\n");
            Terminal sent = Terminal.run("send", "--via", "jms", "--no-wait", "--config", config.toString());
            assertThat(sent.code()).as(sent.err()).isZero();
            assertThat(guarded.getDestination(new ActiveMQQueue(QUEUE)).getDestinationStatistics().getMessages()
                    .getCount()).isEqualTo(1);
            Terminal another = Terminal.run("send", "--via", "jms", "--no-wait", "--broker", address, "--config",
                    config.toString());
            assertThat(another.err()).as("the gateway's password is for its own broker")
                    .startsWith("Cannot connect to the broker");
        } finally {
            guarded.stop();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"failover:(tcp://127.0.0.1:1,tcp://127.0.0.1:2)?randomize=false",
            "failover:tcp://127.0.0.1:1,tcp://127.0.0.1:2"})
    void ofBrokersThatAreAwayEachIsTriedOnce(String brokers) {
        Terminal terminal = Terminal.run("send", "--via", "jms", "--broker", brokers, "--timeout", "60");
        assertThat(terminal.err()).startsWith("Cannot connect to the broker failover:").endsWith("Nothing was sent.\n");
        assertThat(terminal.code()).isEqualTo(2);
    }

    @Test
    void aSilentBrokerIsGivenUp() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Terminal terminal = Terminal.run("send", "--via", "jms", "--broker",
                    "tcp://127.0.0.1:" + silent.getLocalPort(), "--timeout", "1");
            assertThat(terminal.err()).startsWith("Cannot connect to the broker");
            assertThat(terminal.code()).isEqualTo(2);
        }
    }

    @Test
    void saysInOneLineThatNoReplyCame() {
        Terminal terminal = send("--timeout", "1");
        assertThat(terminal.code()).isEqualTo(3);
        assertThat(terminal.err()).isEqualToNormalizingNewlines("No reply within 1 s: the outcome is unknown.\n");
    }

    @Test
    void saysInOneLineThatTheReplyHasNoStatus() throws JMSException {
        replyWith(session.createTextMessage("?"));
        Terminal terminal = send();
        assertThat(terminal.code()).isEqualTo(3);
        assertThat(terminal.err())
                .isEqualToNormalizingNewlines("The reply has no property HttpStatus: the outcome is unknown.\n");
    }

    @Test
    void saysInOneLineThatThereIsNoBroker() throws Exception {
        broker.stop();
        Terminal refused = send();
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).isEqualToNormalizingNewlines(
                "Cannot connect to the broker " + url + ": is the gateway running? Nothing was sent.\n");
        assertThat(Terminal.run("send", "--via", "jms", "--broker", "nonsense").err())
                .matches("[^\n]*nonsense[^\n]*\\R");
    }

    /** A broker that lets one user in. */
    private static final class Guard extends BrokerPluginSupport {

        @Override
        public void addConnection(ConnectionContext context, ConnectionInfo info) throws Exception {
            if (!"gateway".equals(info.getUserName()) || !"letmein".equals(info.getPassword())) {
                throw new SecurityException("who is that?");
            }
            super.addConnection(context, info);
        }
    }

    private Terminal send(String... arguments) {
        return Terminal.run(Stream.concat(Stream.of("send", "--via", "jms", "--broker", url), Stream.of(arguments))
                .toArray(String[]::new));
    }

    private Message reply(int status, String body) throws JMSException {
        TextMessage reply = session.createTextMessage(body);
        reply.setIntProperty("HttpStatus", status);
        reply.setStringProperty("Location", "http://x/Order/7/_history/1");
        reply.setStringProperty("ETag", "W/\"1\"");
        reply.setStringProperty("ContentType", SampleAnswers.JSON);
        reply.setStringProperty("SspTraceID", "t");
        return reply;
    }

    private void replyWith(Message reply) throws JMSException {
        session.createConsumer(session.createQueue(QUEUE)).setMessageListener(message -> {
            received = (TextMessage) message;
            try (var producer = session.createProducer(received.getJMSReplyTo())) {
                reply.setJMSCorrelationID(message.getJMSCorrelationID());
                producer.send(reply);
            } catch (JMSException e) {
                throw new AssertionError(e);
            }
        });
    }
}
