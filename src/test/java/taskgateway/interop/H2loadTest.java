package taskgateway.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/** h2load, which sends the same request over and over: all of them are one task. */
@ExtendWith(RunningGateway.Shared.class)
@Slow
class H2loadTest {

    private static final String PROGRAM = Program.installed("h2load", "nghttp2-client");
    private static final int REQUESTS = 300;
    private static final String ALL_GOOD =
            "requests: 300 total, 300 started, 300 done, 300 succeeded, 0 failed, 0 errored, 0 timeout";

    @TempDir
    private Path folder;
    private final RunningGateway gateway;
    private final Sender sender;

    H2loadTest(RunningGateway gateway) {
        this.gateway = gateway;
        this.sender = new Sender(gateway);
    }

    @ParameterizedTest
    @ValueSource(strings = {"B82617", "C83615", "A20047"})
    void getsOneTaskForOneRequestHoweverOftenItIsSent(String ods) throws Exception {
        Map<String, String> headers = sender.createHeaders(ods);
        Files.writeString(folder.resolve("task.json"), Sender.json());

        String told = load(headers, "--h1", "--data=" + folder.resolve("task.json"), gateway.base() + "/" + ods
                + "/DSTU2/1/Order");

        assertThat(told).contains(ALL_GOOD, "status codes: 300 2xx, 0 3xx, 0 4xx, 0 5xx");
        assertThat(sender.create(ods, headers, Sender.json()).statusCode()).as("it is the same request").isEqualTo(201);
        assertThat(tasksOf(headers.get("Ssp-TraceID"))).isEqualTo(ods.equals("A20047") ? 0 : 1);
    }

    @Test
    void readsWhatItReads() {
        String told = load(sender.metadataHeaders("B82617"), "--h1", gateway.base() + "/B82617/DSTU2/1/metadata");

        assertThat(told).contains(ALL_GOOD, "status codes: 300 2xx, 0 3xx, 0 4xx, 0 5xx");
    }

    @Test
    void isRefusedEachTime() {
        Map<String, String> headers = sender.metadataHeaders("B82617");
        headers.put("Ssp-To", "1");

        assertThat(load(headers, "--h1", gateway.base() + "/B82617/DSTU2/1/metadata"))
                .contains("300 done", "status codes: 0 2xx, 0 3xx, 300 4xx, 0 5xx");
    }

    /**
     * Without TLS it begins with HTTP/2, which is not spoken: every connection is closed at once, and nothing else
     * happens.
     */
    @Test
    void getsNothingWhereItBeginsWithHttp2() {
        assertThat(load(sender.metadataHeaders("B82617"), gateway.base() + "/B82617/DSTU2/1/metadata"))
                .contains("0 succeeded", "status codes: 0 2xx, 0 3xx, 0 4xx, 0 5xx");
        assertThat(sender.send("GET", "/B82617/DSTU2/1/metadata", sender.metadataHeaders("B82617"), null)
                .statusCode()).isEqualTo(200);
    }

    private String load(Map<String, String> headers, String... arguments) {
        List<String> command = new ArrayList<>(List.of(PROGRAM, "--requests=" + REQUESTS, "--clients=8",
                "--connection-inactivity-timeout=60"));
        headers.forEach((name, value) -> command.add("--header=" + name + ": " + value));
        command.addAll(List.of(arguments));
        Command ran = Command.run(folder, Map.of(), "", command);
        return ran.out() + ran.err();
    }

    private long tasksOf(String traceId) throws Exception {
        try (var connection = DriverManager.getConnection(gateway.setting("gateway.database.url"), "gateway", "");
                var count = connection.prepareStatement("select count(*) from task where trace_id = ?")) {
            count.setString(1, traceId);
            try (var row = count.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
