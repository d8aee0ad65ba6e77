package taskgateway.deliver.hosted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.testkit.FullPort;
import taskgateway.testkit.LegacyEndpoint;
import taskgateway.testkit.Patience;
import taskgateway.testkit.Records;
import taskgateway.testkit.Refused;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/** A task for a legacy system behind an HTTP endpoint is posted until the endpoint has answered 2xx. */
@Slow
class HostedEndpointTest {

    @TempDir
    private Path data;
    private LegacyEndpoint endpoint;
    private RunningGateway gateway;

    /** The endpoint first: a gateway that stops waits for an answer that is still to come. */
    @AfterEach
    void stop() {
        if (endpoint != null) {
            endpoint.close();
        }
        if (gateway != null) {
            gateway.stop();
        }
    }

    @Test
    void aTaskIsPostedAsJsonWithItsHeaders() throws Exception {
        endpoint = new LegacyEndpoint(0);
        gateway = start(endpoint.url());
        Map<String, String> headers = accept();
        await().until(() -> endpoint.taken().size() == 1);
        LegacyEndpoint.Received post = endpoint.taken().get(0);
        assertThat(post.method() + " " + post.path()).isEqualTo("POST /tasks");
        assertThat(post.body()).startsWith("{\"resourceType\":\"Order\",\"id\":")
                .contains("\"reference\":\"Patient/1\"");
        assertThat(post.headers()).containsEntry("Content-Type", "application/json+fhir; charset=UTF-8")
                .containsEntry("Ssp-TraceID", headers.get("Ssp-TraceID")).containsEntry("Ssp-From", "200000000359")
                .containsEntry("Ssp-To", "918999198995")
                .containsEntry("Ssp-InteractionID", headers.get("Ssp-InteractionID"))
                .containsEntry("Task-Identifier", "200000000359." + headers.get("Ssp-TraceID"))
                .containsKey("Task-Id").doesNotContainKeys("Authorization", "Location");
    }

    @Test
    void anIdentifierThatFitsNoHeaderStandsInTheBodyAlone() throws Exception {
        endpoint = new LegacyEndpoint(0);
        gateway = start(endpoint.url());
        Sender sender = new Sender(gateway);
        List<String> identifiers = List.of("x".repeat(1 << 20), "a\\r\\nSsp-From: 1", "\u03a9");
        for (String identifier : identifiers) {
            String task = Sender.json()
                    .replace("\"date\"", "\"identifier\": [{\"value\": \"" + identifier + "\"}], \"date\"");
            assertThat(sender.create("C83615", sender.createHeaders("C83615"), task).statusCode()).isEqualTo(201);
        }
        await().until(() -> endpoint.taken().size() == identifiers.size());
        for (int i = 0; i < identifiers.size(); i++) {
            LegacyEndpoint.Received post = endpoint.taken().get(i);
            assertThat(post.headers()).doesNotContainKey("Task-Identifier").containsKey("Task-Id")
                    .containsEntry("Ssp-From", "200000000359");
            assertThat(post.body()).contains("\"value\":\"" + identifiers.get(i) + "\"");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 404})
    void aTaskIsPostedAgainUntilItIsTaken(int status) throws Exception {
        endpoint = new LegacyEndpoint(0, status, status);
        gateway = start(endpoint.url());
        Map<String, String> headers = accept();
        await().until(() -> endpoint.taken().size() == 1);
        String state =
                "select count(*) from delivery where state = 'DELIVERED' and attempts = 3 and last_failure is null";
        await().until(() -> new Records(gateway).number(state) == 1);
        assertThat(endpoint.received()).hasSize(3)
                .allMatch(post -> post.headers().get("Ssp-TraceID").equals(headers.get("Ssp-TraceID")))
                .allMatch(post -> post.body().equals(endpoint.taken().get(0).body()));
    }

    @Test
    void tasksWaitInTheirOrderForAnEndpointThatIsNotThereAndHoldUpNoOther() throws Exception {
        int port = Integer.parseInt(RunningGateway.freePort());
        gateway = start("http://127.0.0.1:" + port + "/tasks");
        Map<String, String> first = accept();
        Map<String, String> second = accept();
        Records records = new Records(gateway);
        await().until(() ->
                records.number("select count(*) from delivery where provider_ods = 'C83615' and attempts > 1") == 1);
        assertThat(records.rows("select last_failure from delivery order by sequence").get(0))
                .containsValue("not reached: connection refused");
        assertThat(records.number("select attempts from delivery where provider_ods = 'C83615' order by sequence desc"))
                .isZero();
        Sender sender = new Sender(gateway);
        sender.create("B82617", sender.createHeaders("B82617"), Sender.json());
        await().until(() -> records.number(
                "select count(*) from delivery where provider_ods = 'B82617' and state = 'DELIVERED'") == 1);
        endpoint = new LegacyEndpoint(port);
        await().until(() -> endpoint.taken().size() == 2);
        assertThat(endpoint.taken()).extracting(post -> post.headers().get("Ssp-TraceID"))
                .containsExactly(first.get("Ssp-TraceID"), second.get("Ssp-TraceID"));
    }

    @Test
    void anEndpointThatTakesNoConnectionIsNotThere() throws Exception {
        try (FullPort full = new FullPort()) {
            gateway = start(full.address() + "/tasks");
            accept();
            accept();
            Records records = new Records(gateway);
            String tried = "select count(*) from delivery where last_failure like 'not reached%' and attempts > 1";
            await().until(() -> records.number(tried) == 1);
            assertThat(records.number("select count(*) from delivery where attempts = 0"))
                    .as("it has not passed the first").isEqualTo(1);
        }
    }

    @Test
    void aSilentEndpointHoldsUpNoOtherProvider() throws Exception {
        endpoint = new LegacyEndpoint(0, LegacyEndpoint.SILENT, LegacyEndpoint.SILENT);
        gateway = start(endpoint.url());
        accept();
        await().until(() -> !endpoint.received().isEmpty());
        Sender sender = new Sender(gateway);
        sender.create("B82617", sender.createHeaders("B82617"), Sender.json());
        await().until(() -> new Records(gateway).number(
                "select count(*) from delivery where provider_ods = 'B82617' and state = 'DELIVERED'") == 1);
        assertThat(new Records(gateway).rows("select state, attempts from delivery where provider_ods = 'C83615'")
                .get(0)).as("it is still silent").containsEntry("state", "SENDING").containsEntry("attempts", 1);
    }

    @Test
    void aFailedDeliveryWaitsLongerEachTimeWhileOthersPass() throws Exception {
        endpoint = new LegacyEndpoint(0, 500, 200, 500, 500);
        gateway = start(endpoint.url());
        Map<String, String> failing = accept();
        await().until(() -> endpoint.received().size() == 1);
        Map<String, String> passing = accept();
        await().until(() -> endpoint.taken().size() == 1);
        assertThat(endpoint.taken().get(0).headers()).containsEntry("Ssp-TraceID", passing.get("Ssp-TraceID"));
        await().until(() -> endpoint.taken().size() == 2);
        assertThat(endpoint.taken().get(1).headers()).containsEntry("Ssp-TraceID", failing.get("Ssp-TraceID"));
        List<LegacyEndpoint.Received> posts = endpoint.received().stream()
                .filter(post -> post.headers().get("Ssp-TraceID").equals(failing.get("Ssp-TraceID"))).toList();
        assertThat(posts).hasSize(4);
        for (int i = 1; i < posts.size(); i++) {
            // 1, 2, 4 seconds, less up to half of each.
            assertThat(Duration.ofNanos(posts.get(i).nanos() - posts.get(i - 1).nanos()))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(500L << i - 1));
        }
    }

    @Test
    void pendingDeliveriesAreMadeAndTasksAreReadableAfterARestart() throws Exception {
        int port = Integer.parseInt(RunningGateway.freePort());
        gateway = start("http://127.0.0.1:" + port + "/tasks");
        Sender sender = new Sender(gateway);
        var answer = sender.create("C83615", sender.createHeaders("C83615"), Sender.json());
        String path = path(answer.headers().firstValue("Location").orElseThrow());
        gateway.stop();
        endpoint = new LegacyEndpoint(port);
        gateway = start("http://127.0.0.1:" + port + "/tasks");
        await().until(() -> endpoint.taken().size() == 1);
        Sender again = new Sender(gateway);
        var read = again.send("GET", path, again.readHeaders("C83615"), null);
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.body()).contains("\"resourceType\":\"Order\"");
        assertThat(new Records(gateway).number("select max(sequence) - count(*) from audit")).isZero();
    }

    @Test
    void aTaskTakenBeforeItsProviderWasTurnedOffIsStillDelivered() throws Exception {
        int port = Integer.parseInt(RunningGateway.freePort());
        gateway = start("http://127.0.0.1:" + port + "/tasks");
        accept();
        gateway.stop();
        endpoint = new LegacyEndpoint(port);
        gateway = start("http://127.0.0.1:" + port
                + "/tasks\"\n    interactions: [read:order, read:metadata]\n    #\"");
        await().until(() -> endpoint.taken().size() == 1);

        Sender sender = new Sender(gateway);
        Refused refused = Refused.of(sender.create("C83615", sender.createHeaders("C83615"), Sender.json()));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.issues()).containsExactly("forbidden");
        assertThat(new Records(gateway).number("select count(*) from delivery")).isEqualTo(1);
    }

    private static String path(String location) {
        return location.replaceFirst("http://[^/]*", "");
    }

    /** A gateway with this endpoint, and with the ports and data of the one before. */
    private RunningGateway start(String address) throws Exception {
        Path directory = data.resolve("directory.yaml");
        Files.writeString(directory, Files.readString(Path.of("config/directory.yaml"))
                .replace("{{simulator.base}}/legacy/C83615/tasks", address));
        Map<String, String> settings = new HashMap<>(Map.of("gateway.directory", directory.toString(),
                "gateway.deliver.seconds", Long.toString(Patience.PATIENCE.toSeconds()),
                "gateway.http.idle-seconds", Long.toString(2 * Patience.PATIENCE.toSeconds()),
                "gateway.deliver.connect-seconds", "2", "gateway.deliver.poll-millis", "50"));
        List.of("gateway.http.port", "gateway.base", "gateway.names").forEach(key -> {
            if (gateway != null) {
                settings.put(key, gateway.setting(key));
            }
        });
        return RunningGateway.start(data, settings);
    }

    /** Sends a task that is accepted; its headers. */
    private Map<String, String> accept() {
        Sender sender = new Sender(gateway);
        Map<String, String> headers = sender.createHeaders("C83615");
        assertThat(sender.create("C83615", headers, Sender.json()).statusCode()).isEqualTo(201);
        return headers;
    }
}
