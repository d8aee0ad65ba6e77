package taskgateway.deliver.hosted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static taskgateway.testkit.Patience.PATIENCE;

import jakarta.jms.Queue;
import jakarta.jms.TextMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskgateway.testkit.JmsClient;
import taskgateway.testkit.Records;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/** A supplier has one queue for several practices: each task is on it once, and says whose it is. */
@Slow
class SharedQueueTest {

    private static final String QUEUE = "tasks.supplier";

    @TempDir
    private Path data;
    private RunningGateway gateway;
    private JmsClient client;

    @BeforeEach
    void start() throws Exception {
        String directory = Files.readString(Path.of("config/directory.yaml"))
                .replace("address: tasks.B82617", "address: " + QUEUE + "\n    shared: true")
                .replace("transport: HOSTED_HTTP", "transport: HOSTED_JMS")
                .replace("address: \"{{simulator.base}}/legacy/C83615/tasks\"",
                        "address: " + QUEUE + "\n    shared: true");
        gateway = RunningGateway.start(data, Map.of("gateway.deliver.poll-millis", "50",
                "gateway.directory", Files.writeString(data.resolve("directory.yaml"), directory).toString()));
        client = new JmsClient(gateway);
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        gateway.stop();
    }

    @Test
    void eachTaskIsThereOnceWithThePracticeThatItIsFor() throws Exception {
        Map<String, String> sent = new LinkedHashMap<>();
        Sender sender = new Sender(gateway);
        for (String ods : List.of("B82617", "C83615", "B82617", "C83615")) {
            Map<String, String> headers = sender.createHeaders(ods);
            assertThat(sender.create(ods, headers, Sender.json()).statusCode()).isEqualTo(201);
            sent.put(headers.get("Ssp-TraceID"), ods);
        }
        Map<String, String> received = new LinkedHashMap<>();
        Queue queue = client.session().createQueue(QUEUE);
        for (int i = 0; i < sent.size(); i++) {
            TextMessage task = client.next(queue, PATIENCE.toMillis());
            received.put(task.getStringProperty("SspTraceID"), task.getStringProperty("ProviderOdsCode"));
        }
        assertThat(received).containsExactlyInAnyOrderEntriesOf(sent);
        Records records = new Records(gateway);
        await().until(() -> records.number("select count(*) from delivery where state = 'DELIVERED'") == sent.size());
        assertThat(client.next(queue, 1)).as("none is there twice").isNull();
    }
}
