package taskgateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskgateway.testkit.Records;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;
import taskgateway.testkit.SmallDisk;

/** The disk that holds the embedded database is full. Needs to mount one: it is skipped for users who may not. */
@Slow
class DiskFullTest {

    private static final int MOST_TASKS = 200;

    @TempDir
    private Path data;
    private SmallDisk disk;
    private RunningGateway gateway;

    @BeforeEach
    void mount() throws Exception {
        disk = SmallDisk.mount(data);
    }

    @AfterEach
    void unmount() throws Exception {
        if (gateway != null) {
            gateway.stop();
        }
        disk.close();
    }

    @Test
    void whatDoesNotFitIsRefusedAndWhatWasAcknowledgedIsThereOnceThereIsRoom() throws Exception {
        Map<String, String> settings =
                new HashMap<>(Map.of("gateway.patient-key-file", data.resolve("patient.key").toString(),
                        "gateway.database.url",
                        "jdbc:h2:file:" + disk.folder().resolve("db") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE"));
        gateway = RunningGateway.start(data, settings);
        Sender sender = new Sender(gateway);
        int acknowledged = 0;
        Map<String, String> headers = sender.createHeaders("B82617");
        HttpResponse<String> answer = create(sender, headers);
        while (answer.statusCode() == 201 && acknowledged < MOST_TASKS) {
            acknowledged++;
            headers = sender.createHeaders("B82617");
            answer = create(sender, headers);
        }
        assertThat(acknowledged).isBetween(1, MOST_TASKS - 1);
        // The database has closed itself in the middle of this commit. Opened again, it says that the commit was not
        // made.
        assertThat(answer.body()).contains("Nothing was kept");
        assertThat(answer.statusCode()).isEqualTo(503);
        disk.fill();
        for (String ods : List.of("B82617", "A20047")) {
            assertThat(sender.create(ods, sender.createHeaders(ods), Sender.json()).statusCode()).isEqualTo(503);
        }
        gateway.stop();
        disk.empty();

        List.of("gateway.http.port", "gateway.base", "gateway.names")
                .forEach(key -> settings.put(key, gateway.setting(key)));
        gateway = RunningGateway.start(data, settings);
        Records records = new Records(gateway);
        assertThat(records.number("select count(*) from task")).isEqualTo(acknowledged);
        HttpResponse<String> again = create(new Sender(gateway), headers);
        assertThat(again.statusCode()).as("the one refused, sent again: %s", again.body()).isEqualTo(201);
        assertThat(records.number("select count(*) from task")).isEqualTo(acknowledged + 1);
        assertThat(records.number("select max(sequence) - count(*) from audit")).isZero();
    }

    /** Sends a task of a quarter of a megabyte. */
    private static HttpResponse<String> create(Sender sender, Map<String, String> headers) {
        return sender.create("B82617", headers,
                Sender.json().replace("Please review", "Please review " + "x".repeat(1 << 18)));
    }
}
