package taskgateway.deliver.hosted;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.model.dstu2.resource.Order;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import taskgateway.fhir.Format;
import taskgateway.testkit.JmsClient;
import taskgateway.testkit.Records;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/** What a legacy system behind a queue is sent. */
@ExtendWith(RunningGateway.Shared.class)
@Slow
class HostedQueueTest {

    private static final String QUEUE = "tasks.B82617";

    private final Sender sender;
    private final Records records;
    private final JmsClient client;

    HostedQueueTest(RunningGateway gateway) throws JMSException {
        this.sender = new Sender(gateway);
        this.records = new Records(gateway);
        this.client = new JmsClient(gateway);
    }

    @AfterEach
    void close() throws JMSException {
        client.close();
    }

    @Test
    void anAcceptedTaskIsAPersistentTextMessageWithTheOrderAsJson() throws Exception {
        Map<String, String> headers = sender.createHeaders("B82617");
        headers.put("Content-Type", "application/xml+fhir");
        String location = sender.create("B82617", headers, Sender.xml()).headers().firstValue("Location").orElseThrow();
        String identifier = "200000000359." + headers.get("Ssp-TraceID");
        TextMessage message = client.receive(QUEUE, identifier);
        Order order = Format.JSON.parser().parseResource(Order.class, message.getText());
        assertThat(location).contains("/Order/" + order.getId().getIdPart() + "/_history/1");
        assertThat(order.getSubject().getReference().getValue()).isEqualTo("Patient/1");
        assertThat(order.getIdentifierFirstRep().getValue()).isEqualTo(identifier);
        assertThat(message.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
        assertThat(message.getJMSExpiration()).isZero();
        assertThat(properties(message))
                .containsOnlyKeys("SspTraceID", "SspFrom", "SspTo", "SspInteractionID", "ProviderOdsCode",
                "TaskId", "TaskIdentifier", "_AMQ_DUPL_ID").containsEntry("SspTraceID", headers.get("Ssp-TraceID"))
                .containsEntry("SspFrom", "200000000359").containsEntry("SspTo", "918999198994")
                .containsEntry("SspInteractionID", headers.get("Ssp-InteractionID"))
                .containsEntry("ProviderOdsCode", "B82617")
                .containsEntry("TaskId", order.getId().getIdPart()).containsEntry("TaskIdentifier", identifier);
    }

    @Test
    void tasksArriveInTheOrderInWhichTheyWereAccepted() throws Exception {
        List<String> accepted = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Map<String, String> headers = sender.createHeaders("B82617");
            assertThat(sender.create("B82617", headers, Sender.json()).statusCode()).isEqualTo(201);
            accepted.add("200000000359." + headers.get("Ssp-TraceID"));
        }
        String last = accepted.get(accepted.size() - 1);
        Awaitility.await().until(() -> client.waiting(QUEUE, last) == 1);
        List<String> arrived = new ArrayList<>();
        try (var browser = client.session().createBrowser(client.queue(QUEUE))) {
            for (Object message : Collections.list(browser.getEnumeration())) {
                arrived.add(((TextMessage) message).getJMSCorrelationID());
            }
        }
        assertThat(arrived).containsSubsequence(accepted);
    }

    @Test
    void aTaskIsDeliveredOnceAndItsDeliveryIsMarked() throws Exception {
        Map<String, String> headers = sender.createHeaders("B82617");
        sender.create("B82617", headers, Sender.json());
        String identifier = "200000000359." + headers.get("Ssp-TraceID");
        String delivery =
                "select count(*) from delivery d join task t on t.id = d.task_id where t.trace_id = ? and d.state ="
                + " 'DELIVERED' and d.attempts = 1 and d.delivered_at is not null";
        Awaitility.await().until(() -> records.number(delivery, headers.get("Ssp-TraceID")) == 1);
        assertThat(client.waiting(QUEUE, identifier)).isEqualTo(1);
    }

    @Test
    void anIdentifierOfAnyLengthIsStoredAndDelivered() throws Exception {
        String identifier = UUID.randomUUID() + "-" + "x".repeat(100_000);
        Map<String, String> headers = sender.createHeaders("B82617");
        var answer = sender.create("B82617", headers, Sender.json().replace("\"date\"",
                "\"identifier\":[{\"system\":\"urn:x\",\"value\":\"" + identifier + "\"}],\"date\""));
        assertThat(answer.statusCode()).isEqualTo(201);
        String location = answer.headers().firstValue("Location").orElseThrow();
        String id = location.replaceAll(".*/Order/|/_history.*", "");
        assertThat(client.receive(QUEUE, id).getStringProperty("TaskIdentifier")).isEqualTo(identifier);
    }

    private static Map<String, Object> properties(TextMessage message) throws JMSException {
        Map<String, Object> properties = new TreeMap<>();
        for (Object name : Collections.list(message.getPropertyNames())) {
            if (!name.toString().startsWith("JMSX")) {
                properties.put((String) name, message.getObjectProperty((String) name));
            }
        }
        return properties;
    }
}
