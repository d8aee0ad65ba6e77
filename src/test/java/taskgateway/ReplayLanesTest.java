package taskgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages that wait for a provider to which no connection comes about hold up nobody else's. */
class ReplayLanesTest {

    private static final int MANY = 30;
    private static final String WAITING = "select count(*) from dead_letter where state = 'WAITING' and attempts > ? and provider_ods = ?";

    private final FhirGateway fhir;
    private final Records records;

    ReplayLanesTest() throws Exception {
        fhir = new FhirGateway();
        records = new Records(fhir.gateway);
    }

    @AfterEach
    void stop() throws Exception {
        fhir.close();
    }

    @Test
    void aMessageIsTriedAgainInTimeWhileManyWaitForAProviderThatDoesNotAnswer() throws Exception {
        fhir.other.says("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
        try (JmsClient client = new JmsClient(fhir.gateway)) {
            for (int i = 0; i < MANY; i++) {
                client.send(client.task(FhirGateway.SILENT));
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> records.number(WAITING, 0, FhirGateway.SILENT) == MANY);
            TextMessage waiting = client.task(FhirGateway.OTHER);
            client.send(waiting);
            await().until(() -> records.number(WAITING, 0, FhirGateway.OTHER) == 1);
            String order = Sender.json().replaceFirst("\"meta\"", "\"id\": \"1\", \"meta\"");
            fhir.other.says("HTTP/1.1 201 Created\r\nContent-Type: application/json+fhir\r\nContent-Length: "
                    + order.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + order);

            TextMessage outcome = client.receive(JmsClient.OUTCOMES, waiting.getJMSMessageID(), 5_000);

            assertThat(outcome.getIntProperty("HttpStatus")).isEqualTo(201);
            assertThat(records.number(WAITING, 0, FhirGateway.SILENT)).isEqualTo(MANY);
        }
    }
}
