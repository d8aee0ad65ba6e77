package taskgateway.receive.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.activemq.command.ActiveMQQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.testkit.JmsClient;
import taskgateway.testkit.Records;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/** Where the outcome of a message goes, and what it says. */
@ExtendWith(RunningGateway.Shared.class)
@Slow
class ReplyJmsTest {

    private final RunningGateway gateway;
    private final Records records;
    private final JmsClient client;

    ReplyJmsTest(RunningGateway gateway) throws JMSException {
        this.gateway = gateway;
        this.records = new Records(gateway);
        this.client = new JmsClient(gateway);
    }

    @AfterEach
    void close() throws JMSException {
        client.close();
    }

    @ParameterizedTest
    @CsvSource({"A20047,json", "A20047,xml", "B82617,json", "B82617,xml", "C83615,json"})
    void anAcceptedTasksReplySaysWhatHttpWould(String ods, String format) throws JMSException {
        String body = format.equals("json") ? Sender.json() : Sender.xml();
        TextMessage reply = client.ask(client.text(body, Map.of("ProviderOdsCode", ods)));
        String root = gateway.base() + "/" + ods + "/DSTU2/1/";
        assertThat(reply.getObjectProperty("HttpStatus")).isEqualTo(201);
        assertThat(reply.getStringProperty("Location")).matches("\\Q" + root + "\\EOrder/[A-Za-z0-9.-]+/_history/1");
        assertThat(reply.getStringProperty("ETag")).isEqualTo("W/\"1\"");
        assertThat(reply.getStringProperty("ContentType")).isEqualTo("application/" + format + "+fhir;charset=UTF-8");
        assertThat(UUID.fromString(reply.getStringProperty("SspTraceID"))).isNotNull();
        assertThat(reply.getText()).contains(root + "Patient/1", root + "Organization/2");
        assertThat(reply.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
    }

    @Test
    void aReplyCarriesTheRequestsCorrelationId() throws JMSException {
        TextMessage message = client.task("B82617");
        message.setJMSCorrelationID("task-7");
        assertThat(client.ask(message).getJMSCorrelationID()).isEqualTo("task-7");
    }

    @Test
    void aReplyCarriesTheMessagesIdWhereThereIsNoCorrelationId() throws JMSException {
        TextMessage message = client.task("B82617");
        assertThat(client.ask(message).getJMSCorrelationID()).isEqualTo(message.getJMSMessageID());
    }

    @Test
    void theOutcomeOfAMessageWithoutReplyToGoesToTheOutcomes() throws JMSException {
        TextMessage message = client.task("B82617");
        client.send(message);
        assertThat(client.receive(JmsClient.OUTCOMES, message.getJMSMessageID()).getIntProperty("HttpStatus"))
                .isEqualTo(201);
        TextMessage refused = client.text("{}", Map.of("ProviderOdsCode", "B82617"));
        client.send(refused);
        assertThat(client.receive(JmsClient.OUTCOMES, refused.getJMSMessageID()).getIntProperty("HttpStatus"))
                .isEqualTo(400);
        assertThat(client.waiting(JmsClient.DEAD, refused.getJMSMessageID())).isZero();
    }

    @ParameterizedTest
    @CsvSource({"A20047", "B82617"})
    void theOutcomeForAQueueThatIsGoneGoesToTheOutcomesAndTheTaskIsTakenOnce(String ods) throws Exception {
        TemporaryQueue gone = client.session().createTemporaryQueue();
        gone.delete();
        TextMessage message = client.task(ods);
        message.setJMSReplyTo(gone);
        client.send(message);
        TextMessage outcome = client.receive(JmsClient.OUTCOMES, message.getJMSMessageID());
        assertThat(outcome.getIntProperty("HttpStatus")).isEqualTo(201);
        assertThat(records.audit(outcome.getStringProperty("SspTraceID"))).containsEntry("status", 201);
        assertThat(client.waiting(JmsClient.OUTCOMES, message.getJMSMessageID())).isZero();
    }

    @Test
    void theOutcomeForAClosedConnectionsQueueGoesToTheOutcomes() throws Exception {
        TextMessage message = client.task("B82617");
        try (JmsClient other = new JmsClient(gateway)) {
            message.setJMSReplyTo(other.session().createTemporaryQueue());
        }
        client.send(message);
        assertThat(client.receive(JmsClient.OUTCOMES, message.getJMSMessageID()).getIntProperty("HttpStatus"))
                .isEqualTo(201);
    }

    @Test
    void aReplyGoesToANamedQueue() throws JMSException {
        TextMessage message = client.task("B82617");
        message.setJMSReplyTo(client.queue("replies.of.a.producer"));
        client.send(message);
        assertThat(client.receive("replies.of.a.producer",
                message.getJMSMessageID()).getIntProperty("HttpStatus")).isEqualTo(201);
    }

    /**
     * Who may write to the gateway's queue may not have it write where tasks, receipts or the broker's own messages are
     * read.
     */
    @ParameterizedTest
    @ValueSource(strings = {"tasks.B82617", "gpconnect.tasks.in", "gpconnect.tasks.receipts", "ActiveMQ.DLQ",
            "a.queue,tasks.B82617",
        "tasks.>", "tasks.*", "tasks.B82617::tasks.B82617", "queue://tasks.B82617"})
    void noOutcomeGoesToAQueueThatIsNoSenders(String queue) throws JMSException {
        TextMessage message = client.text("{}", Map.of("ProviderOdsCode", "B82617"));
        message.setJMSReplyTo(new ActiveMQQueue(queue));
        client.send(message);
        assertThat(client.receive(JmsClient.OUTCOMES, message.getJMSMessageID()).getIntProperty("HttpStatus"))
                .isEqualTo(400);
        assertThat(client.waiting("tasks.B82617", message.getJMSMessageID())).isZero();
    }

    /** Receipts are read in their order: one that cannot be read must not stop those behind it. */
    @Test
    void whatIsNoReceiptIsThrownAway() throws JMSException {
        for (Message junk
                : List.of(client.text("{}", Map.of("Delivery", "a")), client.session().createObjectMessage("a"),
                client.session().createMapMessage())) {
            junk.setJMSCorrelationID("junk");
            client.send("gpconnect.tasks.receipts", junk);
        }
        await().untilAsserted(() -> assertThat(client.waiting("gpconnect.tasks.receipts", "junk")).isZero());
        assertThat(client.waiting(JmsClient.DEAD, "junk")).isZero();
    }

    @Test
    void theRefusalOfATaskIsAReply() throws Exception {
        TextMessage message =
                client.text(Sender.json().replace("Patient/1", "Patient/999"), Map.of("ProviderOdsCode", "B82617"));
        TextMessage reply = client.ask(message);
        assertThat(reply.getIntProperty("HttpStatus")).isEqualTo(422);
        assertThat(reply.getText()).contains("REFERENCE_NOT_FOUND");
        assertThat(reply.propertyExists("Location")).isFalse();
        assertThat(records.audit(reply.getStringProperty("SspTraceID")))
                .containsEntry("outcome", "REFERENCE_NOT_FOUND");
    }
}
