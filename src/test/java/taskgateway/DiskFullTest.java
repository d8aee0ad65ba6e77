package taskgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk that holds the embedded database is full. Needs to mount one: it is skipped for users who may not. */
class DiskFullTest {

    private static final int MOST_TASKS = 200;

    @TempDir
    private Path data;
    private Path disk;
    private RunningGateway gateway;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(data.resolve("disk"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk.toString()), "a disk of 8 MB cannot be mounted here");
    }

    @AfterEach
    void unmount() throws Exception {
        if (gateway != null) {
            gateway.stop();
        }
        run("umount", disk.toString());
    }

    @Test
    void whatDoesNotFitIsRefusedAndWhatWasAcknowledgedIsThereOnceThereIsRoom() throws Exception {
        Path ballast = Files.write(disk.resolve("ballast"), new byte[2 << 20]);
        Map<String, String> settings = new HashMap<>(Map.of("gateway.patient-key-file", data.resolve("patient.key").toString(),
                "gateway.database.url", "jdbc:h2:file:" + disk.resolve("db") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE"));
        gateway = RunningGateway.start(data, settings);
        Sender sender = new Sender(gateway);
        int acknowledged = 0;
        HttpResponse<String> answer = create(sender);
        while (answer.statusCode() == 201 && acknowledged < MOST_TASKS) {
            acknowledged++;
            answer = create(sender);
        }
        assertThat(acknowledged).isBetween(1, MOST_TASKS - 1);
        // The database stops in the middle of this commit, and does not say whether it was made.
        assertThat(answer.body()).containsAnyOf("Nothing was kept", "Outcome unknown");
        assertThat(create(sender).statusCode()).isEqualTo(503);
        assertThat(sender.create("A20047", sender.createHeaders("A20047"), Sender.json()).statusCode()).isEqualTo(503);
        gateway.stop();
        Files.delete(ballast);

        List.of("gateway.http.port", "gateway.base", "gateway.names").forEach(key -> settings.put(key, gateway.setting(key)));
        gateway = RunningGateway.start(data, settings);
        assertThat(new Records(gateway).number("select count(*) from task")).isBetween((long) acknowledged,
                acknowledged + (answer.statusCode() == 504 ? 1L : 0L));
        Sender again = new Sender(gateway);
        assertThat(again.create("B82617", again.createHeaders("B82617"), Sender.json()).statusCode()).isEqualTo(201);
        assertThat(new Records(gateway).number("select max(sequence) - count(*) from audit")).isZero();
    }

    /** Sends a task of a quarter of a megabyte. */
    private static HttpResponse<String> create(Sender sender) {
        return sender.create("B82617", sender.createHeaders("B82617"),
                Sender.json().replace("Please review", "Please review " + "x".repeat(1 << 18)));
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException noSuchCommand) {
            return false;
        }
    }
}
