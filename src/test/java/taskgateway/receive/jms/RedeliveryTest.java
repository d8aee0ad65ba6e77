package taskgateway.receive.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.TextMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskgateway.chaos.FakeFhir;
import taskgateway.testkit.JmsClient;
import taskgateway.testkit.Records;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Slow;

/**
 * A message to a provider that is not there is tried again, holds up nobody, and is kept for an operator at the end.
 */
@Slow
class RedeliveryTest {

    private static final String FAILED =
            "select count(*) from message where state = 'FAILED' and status = 502 and provider_ods = 'A20047'";

    @TempDir
    private Path data;
    private final int port = Integer.parseInt(RunningGateway.freePort());
    private RunningGateway gateway;

    @AfterEach
    void stop() {
        gateway.stop();
    }

    @Test
    void othersPassWhileAMessageWaitsForItsProviderAndItIsDeliveredOnce() throws Exception {
        start("60");
        try (JmsClient client = new JmsClient(gateway)) {
            TextMessage waiting = client.task("A20047");
            client.send(waiting);
            await().until(() -> number(FAILED) >= 2);
            assertThat(client.ask(client.task("B82617")).getIntProperty("HttpStatus")).isEqualTo(201);
            assertThat(client.waiting(JmsClient.OUTCOMES, waiting.getJMSMessageID())).isZero();
            assertWaitsLongerEachTime();
            assertDeliveredOnce(client, waiting.getJMSMessageID());
        }
    }

    @Test
    void aMessageThatWaitsForItsProviderIsDeliveredOnceAfterARestart() throws Exception {
        start("60");
        String id;
        try (JmsClient client = new JmsClient(gateway)) {
            TextMessage waiting = client.task("A20047");
            client.send(waiting);
            id = waiting.getJMSMessageID();
            await().until(() -> number(FAILED) >= 1);
        }
        gateway.stop();
        start("60");
        try (JmsClient client = new JmsClient(gateway)) {
            assertDeliveredOnce(client, id);
        }
    }

    @Test
    void afterTheLastTryItIsKeptWithItsCauseAndItsSenderIsTold() throws Exception {
        start("3");
        try (JmsClient client = new JmsClient(gateway)) {
            TextMessage dead = client.task("A20047");
            client.send(dead);
            TextMessage outcome = client.receive(JmsClient.OUTCOMES, dead.getJMSMessageID());
            assertThat(outcome.getIntProperty("HttpStatus")).isEqualTo(502);
            assertThat(outcome.getText()).contains("Nothing was sent");
            await().until(() -> number("select count(*) from dead_letter where state = 'DEAD'") == 1);
            List<Map<String, Object>> rows = new Records(gateway).rows("select * from dead_letter");
            assertThat(rows).hasSize(1);
            assertThat(rows.get(0)).containsEntry("kind", "MESSAGE").containsEntry("state", "DEAD")
                    .containsEntry("provider_ods", "A20047").containsEntry("correlation_id", dead.getJMSMessageID());
            assertThat(rows.get(0).get("cause").toString()).startsWith("502 ");
            assertThat(number("select count(*) from audit where provider_ods = 'A20047' and status = 502"))
                    .isEqualTo(3);
            assertThat(client.waiting("gpconnect.tasks.in", dead.getJMSMessageID())).isZero();
        }
    }

    private void assertDeliveredOnce(JmsClient client, String id) throws Exception {
        try (FakeFhir provider = new FakeFhir(port)) {
            TextMessage outcome = client.receive(JmsClient.OUTCOMES, id);
            assertThat(outcome.getIntProperty("HttpStatus")).isEqualTo(201);
            assertThat(provider.posts().values()).containsExactly(1);
            assertThat(client.waiting(JmsClient.OUTCOMES, id)).isZero();
            await().until(() -> number("select count(*) from dead_letter") == 0);
        }
    }

    /** 1, 2, 4 ... seconds apart. */
    private void assertWaitsLongerEachTime() throws Exception {
        await().until(() -> number(FAILED) >= 3);
        List<Map<String, Object>> rows = new Records(gateway).rows("""
                select datediff(millisecond, lag(received_at) over (order by received_at), received_at) as gap from message
                where state = 'FAILED' and provider_ods = 'A20047' order by received_at""");
        assertThat((Long) rows.get(1).get("gap")).isGreaterThanOrEqualTo(900);
        assertThat((Long) rows.get(2).get("gap")).isGreaterThanOrEqualTo(1_900);
    }

    private long number(String sql) throws Exception {
        return new Records(gateway).number(sql);
    }

    /** A gateway whose FHIR provider is not there yet, with the ports and data of the one before. */
    private void start(String tries) throws Exception {
        Path directory = data.resolve("directory.yaml");
        Files.writeString(directory, Files.readString(Path.of("config/directory.yaml"))
                .replace("{{simulator.base}}/A20047/DSTU2/1", "http://127.0.0.1:" + port + "/fhir"));
        Map<String, String> settings =
                new HashMap<>(Map.of("gateway.directory", directory.toString(), "gateway.jms.tries", tries));
        if (gateway != null) {
            List.of("gateway.http.port", "gateway.base", "gateway.names", "gateway.broker.listen")
                    .forEach(key -> settings.put(key, gateway.setting(key)));
        }
        gateway = RunningGateway.start(data, settings);
    }
}
