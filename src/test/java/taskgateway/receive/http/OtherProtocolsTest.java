package taskgateway.receive.http;

import static org.assertj.core.api.Assertions.assertThat;
import static taskgateway.testkit.Patience.PATIENCE;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.testkit.Records;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;
import taskgateway.testkit.StompClient;

/** Producers that speak STOMP and AMQP 1.0 with the embedded broker: the real translators, and Qpid's client. */
@Slow
class OtherProtocolsTest {

    private static final String EMOJI = "\uD83D\uDE00";
    private static final String IN = "gpconnect.tasks.in";
    private static final int STOMP = Integer.parseInt(RunningGateway.freePort());
    private static final int AMQP = Integer.parseInt(RunningGateway.freePort());

    @TempDir
    private static Path data;
    private static RunningGateway gateway;
    private static Sender sender;

    @BeforeAll
    static void start() throws Exception {
        gateway = RunningGateway.start(data,
                Map.of("gateway.broker.listen", "tcp://127.0.0.1:" + RunningGateway.freePort()
                + " stomp://127.0.0.1:" + STOMP + ", amqp://127.0.0.1:" + AMQP));
        sender = new Sender(gateway);
    }

    @AfterAll
    static void stop() {
        gateway.stop();
    }

    @ParameterizedTest
    @ValueSource(strings = {"A20047", "B82617", "C83615"})
    void takesTasksInStompWithTheHeadersOfHttp(String ods) throws Exception {
        for (String task : new String[] {smiling(Sender.json()), smiling(Sender.xml())}) {
            Map<String, String> headers = headers(ods, task);
            try (StompClient client = new StompClient(STOMP)) {
                StompClient.Frame reply = client.ask(IN, headers, task);
                assertThat(reply.headers()).as(reply.body()).containsEntry("HttpStatus", "201")
                        .containsEntry("SspTraceID", headers.get("Ssp-TraceID"));
                assertThat(reply.body()).startsWith(task.startsWith("{") ? "{\"resourceType\":\"Order\"" : "<Order")
                        .contains(EMOJI);
            }
            assertRecorded(headers, 201);
        }
    }

    @Test
    void takesATaskInStompThatCountsItsOctetsAndNamesItsProviderAlone() throws Exception {
        String task = smiling(Sender.json());
        try (StompClient client = new StompClient(STOMP)) {
            StompClient.Frame reply = client.ask(IN, Map.of("ProviderOdsCode", "B82617",
                    "content-length", Integer.toString(task.getBytes(StandardCharsets.UTF_8).length)), task);
            assertThat(reply.headers()).as(reply.body()).containsEntry("HttpStatus", "201");
            assertThat(reply.body()).contains(EMOJI);
        }
    }

    @Test
    void aSenderInStompWhoIsNotTheQueuesIsNotTakenForIt() throws Exception {
        Map<String, String> headers = headers("B82617", Sender.json());
        headers.put("Ssp-From", "200000000999");
        try (StompClient client = new StompClient(STOMP)) {
            assertThat(client.ask(IN, headers, Sender.json()).headers()).containsEntry("HttpStatus", "403");
        }
        assertRecorded(headers, 403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A20047", "B82617", "C83615"})
    void takesTasksInAmqpWithTheHeadersOfHttp(String ods) throws Exception {
        for (String task : new String[] {smiling(Sender.json()), smiling(Sender.xml())}) {
            for (boolean bytes : new boolean[] {false, true}) {
                Map<String, String> headers = headers(ods, task);
                TextMessage reply = askInAmqp(headers, task, bytes);
                assertThat(reply.getIntProperty("HttpStatus")).as((bytes ? "bytes: " : "text: ") + reply.getText())
                        .isEqualTo(201);
                assertThat(reply.getStringProperty("SspTraceID")).isEqualTo(headers.get("Ssp-TraceID"));
                assertThat(reply.getText()).startsWith(task.startsWith("{") ? "{\"resourceType\":\"Order\"" : "<Order")
                        .contains(EMOJI);
                assertRecorded(headers, 201);
            }
        }
    }

    @Test
    void refusesInAmqpWhatItRefusesInHttp() throws Exception {
        Map<String, String> headers = headers("B82617", Sender.json());
        headers.put("Ssp-To", "1");
        TextMessage reply = askInAmqp(headers, Sender.json(), false);
        assertThat(reply.getIntProperty("HttpStatus")).isEqualTo(400);
        assertThat(reply.getText()).contains("Ssp-To is wrong");
    }

    private static TextMessage askInAmqp(Map<String, String> headers, String task, boolean asBytes)
            throws JMSException {
        // AMQP has no rule for names as JMS has.
        Connection connection =
                new JmsConnectionFactory("amqp://127.0.0.1:" + AMQP + "?jms.validatePropertyNames=false")
                .createConnection();
        try {
            connection.start();
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            Message message = asBytes ? bytes(session, task) : session.createTextMessage(task);
            for (Map.Entry<String, String> header : headers.entrySet()) {
                message.setStringProperty(header.getKey(), header.getValue());
            }
            TemporaryQueue replies = session.createTemporaryQueue();
            message.setJMSReplyTo(replies);
            MessageConsumer consumer = session.createConsumer(replies);
            MessageProducer producer = session.createProducer(session.createQueue(IN));
            producer.send(message);
            return (TextMessage) consumer.receive(PATIENCE.toMillis());
        } finally {
            connection.close();
        }
    }

    private static BytesMessage bytes(Session session, String task) throws JMSException {
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(task.getBytes(StandardCharsets.UTF_8));
        return message;
    }

    private static Map<String, String> headers(String ods, String task) {
        Map<String, String> headers = new HashMap<>(sender.createHeaders(ods));
        headers.put("Content-Type", task.startsWith("{") ? "application/json+fhir" : "application/xml+fhir");
        headers.put("ProviderOdsCode", ods);
        return headers;
    }

    private static void assertRecorded(Map<String, String> headers, int status) throws Exception {
        assertThat(new Records(gateway).audit(headers.get("Ssp-TraceID"))).containsEntry("status", status)
                .containsEntry("from_asid", headers.get("Ssp-From"));
    }

    private static String smiling(String task) {
        return task.replace("Please review", EMOJI + " Please review");
    }
}
