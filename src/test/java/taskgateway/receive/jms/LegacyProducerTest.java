package taskgateway.receive.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static taskgateway.receive.jms.ReceiveJmsTest.assertRefused;

import jakarta.jms.JMSException;
import jakarta.jms.TextMessage;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.testkit.JmsClient;
import taskgateway.testkit.Records;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/** What a legacy producer leaves out is filled in from the consumer that its queue is tied to; over HTTP nothing is. */
@ExtendWith(RunningGateway.Shared.class)
@Slow
class LegacyProducerTest {

    private final Sender sender;
    private final Records records;
    private final JmsClient client;

    LegacyProducerTest(RunningGateway gateway) throws JMSException {
        this.sender = new Sender(gateway);
        this.records = new Records(gateway);
        this.client = new JmsClient(gateway);
    }

    @AfterEach
    void close() throws JMSException {
        client.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"A20047", "B82617", "C83615"})
    void aTaskThatNamesItsProviderAloneIsSentInTheConsumersName(String ods) throws Exception {
        TextMessage reply = client.ask(client.task(ods));
        assertThat(reply.getIntProperty("HttpStatus")).as(reply.getText()).isEqualTo(201);
        assertThat(records.audit(reply.getStringProperty("SspTraceID")))
                .containsEntry("via", "JMS").containsEntry("provider_ods", ods).containsEntry("status", 201)
                .containsEntry("from_asid", "200000000359").containsEntry("user_id", "999000000017")
                .containsEntry("user_name", "Dr Claire Jones").containsEntry("user_role", "R0260")
                .containsEntry("organisation", "GPC001").containsEntry("reason", "directcare")
                .containsEntry("interaction", "urn:nhs:names:services:gpconnect:fhir:rest:create:order-1")
                .containsEntry("patient", "Patient/1").containsEntry("outcome", "OK")
                .containsEntry("other_headers", null);
    }

    @Test
    void theTraceIdIsDerivedFromTheMessagesId() throws JMSException {
        TextMessage message = client.task("B82617");
        TextMessage reply = client.ask(message);
        UUID traceId = UUID.fromString(reply.getStringProperty("SspTraceID"));
        assertThat(traceId.version()).isEqualTo(5);
        assertThat(traceId.variant()).isEqualTo(2);
        assertThat(reply.getText()).contains("200000000359." + traceId);
        assertThat(reply.getJMSCorrelationID()).isEqualTo(message.getJMSMessageID());
    }

    @Test
    void aRefusalBeforeTheHeadersAreReadIsTracedTooAndInTheRequestsFormat() throws JMSException, SQLException {
        TextMessage reply = client.ask(client.text(Sender.xml(), Map.of("ProviderOdsCode", "Z99999")));
        assertThat(reply.getText()).startsWith("<OperationOutcome");
        assertThat(reply.getStringProperty("ContentType")).isEqualTo("application/xml+fhir;charset=UTF-8");
        assertThat(records.audit(reply.getStringProperty("SspTraceID")))
                .containsEntry("status", 404).containsEntry("outcome", "ORGANISATION_NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SspTo", "SspInteractionID", "SspFrom", "SspTraceID"})
    void whatIsThereIsNeverChanged(String property) throws JMSException {
        TextMessage message = client.task("B82617");
        message.setStringProperty(property, "");
        assertRefused(client.ask(message), 400, "BAD_REQUEST", property.replace("Ssp", "Ssp-") + " is wrong");
    }

    @Test
    void theProducersOwnTokenIsTheOneThatCounts() throws JMSException, SQLException {
        TextMessage message = client.task("B82617");
        message.setStringProperty("Authorization", sender.createHeaders("B82617").get("Authorization"));
        message.setStringProperty("SspTraceID", UUID.randomUUID().toString());
        assertThat(client.ask(message).getIntProperty("HttpStatus")).isEqualTo(201);
        message = client.task("B82617");
        message.setStringProperty("Authorization", "");
        assertRefused(client.ask(message), 400, "BAD_REQUEST", "");
    }

    @Test
    void nothingIsFilledInOverHttp() {
        for (String header : List.of("Ssp-TraceID", "Ssp-From", "Ssp-To", "Ssp-InteractionID", "Authorization")) {
            Map<String, String> headers = new HashMap<>(sender.createHeaders("B82617"));
            headers.remove(header);
            headers.put("JMSMessageID", "ID:1");
            assertThat(sender.create("B82617", headers, Sender.json()).statusCode()).as(header).isEqualTo(400);
        }
    }
}
