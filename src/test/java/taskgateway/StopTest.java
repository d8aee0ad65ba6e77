package taskgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Message;
import jakarta.jms.QueueBrowser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskgateway.testkit.JmsClient;
import taskgateway.testkit.Patience;
import taskgateway.testkit.Records;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/** A gateway that is stopped in the middle of its work loses nothing and does nothing twice. */
@Slow
class StopTest {

    @TempDir
    private Path data;

    @Test
    void everyMessageIsAnsweredOnceAlthoughTheGatewayWasStoppedMeanwhile() throws Exception {
        List<String> sent = new ArrayList<>();
        RunningGateway gateway = RunningGateway.start(data, Map.of());
        try (JmsClient client = new JmsClient(gateway)) {
            for (int i = 0; i < 200; i++) {
                Message message = client.task("B82617");
                client.send(message);
                sent.add(message.getJMSMessageID());
            }
        }
        gateway.stop();
        gateway = RunningGateway.start(data, Map.of());
        try (JmsClient client = new JmsClient(gateway)) {
            await().until(() -> answered(client).size() >= sent.size());
            assertThat(answered(client)).containsExactlyInAnyOrderElementsOf(sent);
            Records records = new Records(gateway);
            assertThat(records.number("select count(*) from task")).isEqualTo(200);
            assertThat(records.number("select max(sequence) - count(*) from audit")).isZero();
        } finally {
            gateway.stop();
        }
    }

    @Test
    void everyTaskAcknowledgedOverHttpIsStoredAlthoughTheGatewayWasStoppedMeanwhile() throws Exception {
        RunningGateway gateway = RunningGateway.start(data, Map.of());
        Sender sender = new Sender(gateway);
        Collection<Integer> statuses = new ConcurrentLinkedQueue<>();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        for (int i = 0; i < 8; i++) {
            threads.execute(() -> sendUntilItFails(sender, statuses));
        }
        await().until(() -> statuses.size() >= 50);
        gateway.stop();
        threads.shutdown();
        assertThat(threads.awaitTermination(Patience.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("nobody waits for ever").isTrue();
        assertThat(statuses).containsOnly(201, 503);
        long accepted = statuses.stream().filter(status -> status == 201).count();
        assertThat(new Records(gateway).number("select count(*) from task")).isEqualTo(accepted);
    }

    private static void sendUntilItFails(Sender sender, Collection<Integer> statuses) {
        try {
            while (true) {
                statuses.add(sender.create("B82617", sender.createHeaders("B82617"), Sender.json()).statusCode());
            }
        } catch (IllegalStateException stopped) {
            // no answer: nothing was acknowledged
        }
    }

    private static List<String> answered(JmsClient client) throws Exception {
        List<String> ids = new ArrayList<>();
        try (QueueBrowser browser = client.session().createBrowser(client.queue(JmsClient.OUTCOMES))) {
            for (Object message : Collections.list(browser.getEnumeration())) {
                ids.add(((Message) message).getJMSCorrelationID());
            }
        }
        return ids;
    }
}
