package taskgateway.chaos;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import taskgateway.directory.Directory;
import taskgateway.testkit.ChildGateway;
import taskgateway.testkit.LegacyEndpoint;
import taskgateway.testkit.Patience;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;

/**
 * A gateway as a process of its own, as its senders and its operator see it: by its answers, its health and its log.
 */
final class WatchedGateway implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final ChildGateway process;
    private final Map<String, String> settings;
    private final LegacyEndpoint endpoint;
    private final Sender sender;

    private WatchedGateway(ChildGateway process, Map<String, String> settings, LegacyEndpoint endpoint, Sender sender) {
        this.process = process;
        this.settings = settings;
        this.endpoint = endpoint;
        this.sender = sender;
    }

    /**
     * Starts one, with the endpoint of C83615 beside it.
     *
     * @param other settings that differ
     */
    static WatchedGateway start(Path folder, Map<String, String> other) throws IOException {
        Files.createDirectories(folder);
        LegacyEndpoint endpoint = new LegacyEndpoint(0);
        Map<String, String> settings = RunningGateway.settings(folder);
        settings.put("gateway.patient-key-file", folder.resolve("patient.key").toString());
        settings.putAll(other);
        String directory = Files.readString(Path.of("config/directory.yaml"))
                .replace("{{simulator.base}}/legacy/C83615/tasks", endpoint.url());
        settings.put("gateway.directory", Files.writeString(folder.resolve("directory.yaml"), directory).toString());
        Directory read = Directory.parse(directory.replace("{{gateway.base}}", settings.get("gateway.base"))
                .replace("{{simulator.base}}", "http://127.0.0.1:" + settings.get("simulator.port")));
        return new WatchedGateway(ChildGateway.start(folder, settings), settings, endpoint,
                new Sender(settings.get("gateway.base"), read));
    }

    /** Waits until it says that it is ready for HTTP, whatever else is missing. */
    WatchedGateway awaitReady() {
        Awaitility.await().atMost(Patience.PATIENCE)
                .until(() -> process.output().contains("is ready") && health("/ready") == 200);
        return this;
    }

    ChildGateway process() {
        return process;
    }

    Sender sender() {
        return sender;
    }

    LegacyEndpoint endpoint() {
        return endpoint;
    }

    /** Its settings that differ from the file's. */
    Map<String, String> settings() {
        return settings;
    }

    /** Sends a task; the answer. */
    HttpResponse<String> create(String ods) {
        return sender.create(ods, sender.createHeaders(ods), Sender.json());
    }

    /** The status of a part of its health; 0 where nobody answers. */
    int health(String part) throws InterruptedException {
        try {
            return ask(part).statusCode();
        } catch (IOException nobody) {
            return 0;
        }
    }

    HttpResponse<String> ask(String part) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + settings.get("gateway.management.port") + "/observe/health" + part);
        return HTTP.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** What its log says as warnings and errors. */
    List<String> complaints() throws IOException {
        return process.output().lines().filter(line -> line.matches("\\S+ (WARN|ERROR) .*")).toList();
    }

    /** How often its log says so. */
    long told(String words) throws IOException {
        return process.output().lines().filter(line -> line.contains(words)).count();
    }

    @Override
    public void close() {
        process.close();
        endpoint.close();
    }
}
