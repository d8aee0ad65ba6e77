package taskgateway.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static taskgateway.testkit.Patience.PATIENCE;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskgateway.receive.jms.ReceiveJmsTest;
import taskgateway.testkit.JmsClient;
import taskgateway.testkit.Records;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Slow;

/**
 * An operator sees that messages wait and none is worked on, and a message that the gateway cannot work on gets its
 * outcome.
 */
@Slow
class IntakeWatchTest {

    @TempDir
    private Path data;
    private RunningGateway gateway;
    private JmsClient client;

    @BeforeEach
    void start() throws Exception {
        gateway = RunningGateway.start(data, Map.of("camel.component.direct.block", "false"));
        client = new JmsClient(gateway);
    }

    @AfterEach
    void stop() throws JMSException {
        client.close();
        gateway.stop();
    }

    @Test
    void intakeIsDownWhileSomebodyElseHoldsTheMessagesAndHttpStaysReady() throws Exception {
        assertThat(ask("/observe/health").statusCode()).isEqualTo(200);
        Connection other = new ActiveMQConnectionFactory(gateway.broker()).createConnection();
        TextMessage message = client.task("B82617");
        try {
            other.start();
            Session session = other.createSession(true, Session.SESSION_TRANSACTED);
            session.createConsumer(session.createQueue("gpconnect.tasks.in?consumer.exclusive=true"));
            client.send(message);
            await().atMost(PATIENCE).until(() -> ask("/observe/health").statusCode() == 503);
            assertThat(ask("/observe/health").body())
                    .contains("\"name\":\"intake\"", "Messages wait in the queue gpconnect.tasks.in");
            assertThat(ask("/observe/metrics").body()).containsPattern("taskgateway_intake_oldest_seconds\\S* [1-9]");
            assertThat(ask("/observe/health/live").statusCode()).isEqualTo(200);
            assertThat(ask("/observe/health/ready").statusCode()).isEqualTo(200);
        } finally {
            other.close();
        }
        assertThat(client.receive(JmsClient.OUTCOMES, message.getJMSMessageID()).getIntProperty("HttpStatus"))
                .isEqualTo(201);
        await().atMost(PATIENCE).until(() -> ask("/observe/health").statusCode() == 200);
    }

    @Test
    void intakeIsDownWhileWhatIsTakenGoesBackAndHttpStaysReady() throws Exception {
        Records records = new Records(gateway);
        records.execute("alter table audit rename to audit_gone");
        TextMessage message = client.task("B82617");
        client.send(message);
        await().atMost(PATIENCE).until(() -> ask("/observe/health").statusCode() == 503);
        assertThat(ask("/observe/health").body()).contains("\"name\":\"intake\"");
        assertThat(ask("/observe/health/ready").statusCode()).isEqualTo(200);
        records.execute("alter table audit_gone rename to audit");
        assertThat(client.receive(JmsClient.OUTCOMES, message.getJMSMessageID()).getIntProperty("HttpStatus"))
                .isEqualTo(201);
        await().atMost(PATIENCE).until(() -> ask("/observe/health").statusCode() == 200);
    }

    @Test
    void aMessageThatTheGatewayCannotWorkOnGetsAnOutcomeAndARecord() throws Exception {
        gateway.camel().getRouteController().stopRoute("transaction");
        TextMessage message = client.task("B82617");
        client.send(message);
        TextMessage outcome = client.receive(JmsClient.OUTCOMES, message.getJMSMessageID(), PATIENCE.toMillis());
        ReceiveJmsTest.assertRefused(outcome, 500, "INTERNAL_SERVER_ERROR", "a fault of the gateway");
        assertThat(new Records(gateway).audit(outcome.getStringProperty("SspTraceID"))).containsEntry("status", 500);
        gateway.camel().getRouteController().startRoute("transaction");
        assertThat(client.ask(client.task("B82617")).getIntProperty("HttpStatus")).isEqualTo(201);
    }

    private HttpResponse<String> ask(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + gateway.setting("gateway.management.port") + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
