package taskgateway.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSException;
import jakarta.jms.TextMessage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.api.management.ManagedCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.testkit.JmsClient;
import taskgateway.testkit.Records;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/**
 * Taking a message, recording its transaction and sending its outcome stand or fall together, for providers of every
 * transport.
 */
@Slow
class JmsTransactionTest {

    @TempDir
    private Path data;
    private RunningGateway gateway;
    private Records records;
    private JmsClient client;

    @BeforeEach
    void start() throws Exception {
        gateway = RunningGateway.start(data, Map.of("camel.component.direct.block", "false"));
        records = new Records(gateway);
        client = new JmsClient(gateway);
    }

    @AfterEach
    void stop() throws JMSException {
        client.close();
        gateway.stop();
    }

    @ParameterizedTest
    @ValueSource(strings = {"A20047", "B82617", "C83615"})
    void aMessageWhoseOutcomeCannotBeRecordedIsNotAcknowledgedAndIsTakenOnceAfterTheRepair(String ods)
            throws Exception {
        records.execute("alter table audit rename to audit_gone");
        TextMessage message = client.task(ods);
        client.send(message);
        await().until(() -> redeliveries() >= 2);
        assertThat(client.waiting(JmsClient.OUTCOMES, message.getJMSMessageID())).isZero();
        assertThat(records.number("select count(*) from task")).isZero();
        records.execute("alter table audit_gone rename to audit");
        TextMessage outcome = client.receive(JmsClient.OUTCOMES, message.getJMSMessageID());
        assertThat(outcome.getIntProperty("HttpStatus")).as(outcome.getText()).isEqualTo(201);
        assertThat(records.audit(outcome.getStringProperty("SspTraceID"))).containsEntry("status", 201);
        assertThat(records.number("select count(*) from task")).isEqualTo(ods.equals("A20047") ? 0 : 1);
        assertNothingMore(message);
    }

    @Test
    void nothingIsSentToAFhirProviderWhileItsOutcomeCouldNotBeRecorded() throws Exception {
        records.execute("alter table audit rename to audit_gone");
        client.send(client.task("A20047"));
        await().until(() -> redeliveries() >= 2);
        HttpResponse<String> read = HttpClient.newHttpClient().send(HttpRequest.newBuilder(
                URI.create(gateway.simulator() + "/A20047/DSTU2/1/Order/1")).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(read.statusCode()).as("no Order was made").isNotEqualTo(200);
        records.execute("alter table audit_gone rename to audit");
        await().until(() -> records.number("select count(*) from audit") == 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"B82617", "C83615"})
    void aTaskWhoseOutcomeCouldNotBeSentIsStoredOnceAndGetsTheFirstAnswer(String ods) throws Exception {
        gateway.camel().getRouteController().stopRoute("reply-jms");
        TextMessage message = client.task(ods);
        client.send(message);
        await().until(() -> records.number("select count(*) from audit where status = 201") >= 2);
        assertThat(records.number("select count(*) from task")).isEqualTo(1);
        gateway.camel().getRouteController().startRoute("reply-jms");
        TextMessage outcome = client.receive(JmsClient.OUTCOMES, message.getJMSMessageID());
        Map<String, Object> task = records.rows("select id, trace_id from task").get(0);
        assertThat(outcome.getIntProperty("HttpStatus")).isEqualTo(201);
        assertThat(outcome.getStringProperty("Location"))
                .endsWith(ods + "/DSTU2/1/Order/" + task.get("id") + "/_history/1");
        assertThat(outcome.getStringProperty("SspTraceID")).isEqualTo(task.get("trace_id"));
        assertThat(outcome.getText()).contains(gateway.base() + "/" + ods + "/DSTU2/1/Patient/1");
        assertThat(records.number("select count(*) from task")).isEqualTo(1);
        assertThat(records.number("select count(*) from delivery")).isEqualTo(1);
        assertNothingMore(message);
    }

    @Test
    void twoMessagesOfTheSameWordsAreTwoTasks() throws Exception {
        String body = Sender.json();
        for (int i = 0; i < 2; i++) {
            TextMessage message = client.text(body, Map.of("ProviderOdsCode", "B82617"));
            assertThat(client.ask(message).getIntProperty("HttpStatus")).isEqualTo(201);
        }
        assertThat(records.number("select count(*) from task")).isEqualTo(2);
    }

    @Test
    void messagesThatWaitWhenTheGatewayStopsAreTakenWhenItStarts() throws Exception {
        gateway.camel().getRouteController().stopRoute("receive-jms");
        TextMessage message = client.task("B82617");
        client.send(message);
        client.close();
        gateway.stop();
        gateway = RunningGateway.start(data, Map.of());
        client = new JmsClient(gateway);
        TextMessage outcome = client.receive(JmsClient.OUTCOMES, message.getJMSMessageID());
        assertThat(outcome.getIntProperty("HttpStatus")).isEqualTo(201);
    }

    /** How often a message has come to the gateway and gone back. */
    private long redeliveries() throws Exception {
        return gateway.camel().getCamelContextExtension().getContextPlugin(ManagedCamelContext.class)
                .getManagedRoute("receive-jms").getExchangesFailed();
    }

    /** The message was acknowledged and answered once. */
    private void assertNothingMore(TextMessage message) throws JMSException {
        assertThat(client.waiting("gpconnect.tasks.in", message.getJMSMessageID())).isZero();
        assertThat(client.waiting(JmsClient.OUTCOMES, message.getJMSMessageID())).isZero();
        assertThat(client.next(client.queue(JmsClient.DEAD), 100)).isNull();
    }
}
