package taskgateway.deliver.hosted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import taskgateway.testkit.FhirGateway;
import taskgateway.testkit.JmsClient;
import taskgateway.testkit.Records;
import taskgateway.testkit.Slow;

/**
 * Messages for a provider that does not answer hold up nobody else's, neither in the queue nor among those that wait.
 */
@Slow
class JmsProvidersTest {

    private static final int MANY = 30;
    private static final String WAITING =
            "select count(*) from dead_letter where state = 'WAITING' and attempts > ? and provider_ods = ?";

    private static final String TRIES = "select sum(attempts) from dead_letter where provider_ods = ?";

    private static final String CREATED =
            "HTTP/1.1 201 Created\r\nLocation: Order/1/_history/1\r\nContent-Length: 0\r\n\r\n";

    private final FhirGateway fhir;
    private final Records records;

    JmsProvidersTest() throws Exception {
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
            await().until(() -> records.number(WAITING, 0, FhirGateway.SILENT) == MANY);
            TextMessage waiting = client.task(FhirGateway.OTHER);
            client.send(waiting);
            await().until(() -> records.number(WAITING, 0, FhirGateway.OTHER) == 1);
            long before = records.number(TRIES, FhirGateway.SILENT);
            fhir.other.says(CREATED);

            TextMessage outcome = client.receive(JmsClient.OUTCOMES, waiting.getJMSMessageID());

            assertThat(outcome.getIntProperty("HttpStatus")).isEqualTo(201);
            assertThat(records.number(WAITING, 0, FhirGateway.SILENT)).isEqualTo(MANY);
            assertThat(records.number(TRIES, FhirGateway.SILENT) - before).as("it has not waited for all of them")
                    .isLessThan(MANY / 2);
        }
    }

    @Test
    void messagesForAProviderThatAnswersWaitForTheirTurnAndAreNotPutOff() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        fhir.other.does((request, caller) -> {
            never.await(100, TimeUnit.MILLISECONDS);
            caller.getOutputStream().write(CREATED.getBytes(StandardCharsets.US_ASCII));
        });
        try (JmsClient client = new JmsClient(fhir.gateway)) {
            List<TextMessage> messages = new ArrayList<>();
            for (int i = 0; i < MANY / 2; i++) {
                messages.add(client.task(FhirGateway.OTHER));
                client.send(messages.get(i));
            }
            for (TextMessage message : messages) {
                assertThat(client.receive(JmsClient.OUTCOMES, message.getJMSMessageID()).getIntProperty("HttpStatus"))
                        .isEqualTo(201);
            }
            assertThat(records.number("select count(*) from audit where status <> 201")).isZero();
        }
    }

    @Test
    void aMessageIsDeliveredInTimeWhileManyAreWithAProviderThatDoesNotAnswer() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        fhir.provider.does((request, caller) -> end.await());
        fhir.other.says(CREATED);
        try (JmsClient client = new JmsClient(fhir.gateway)) {
            for (int i = 0; i < MANY; i++) {
                client.send(client.task(FhirGateway.ODS));
            }
            TextMessage passing = client.task(FhirGateway.OTHER);
            client.send(passing);

            TextMessage outcome = client.receive(JmsClient.OUTCOMES, passing.getJMSMessageID());

            assertThat(outcome.getIntProperty("HttpStatus")).isEqualTo(201);
            assertThat(fhir.provider.received()).as("it has not waited for all of them").hasSizeLessThan(MANY / 2);
        } finally {
            end.countDown();
        }
    }
}
