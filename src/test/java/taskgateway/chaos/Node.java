package taskgateway.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import taskgateway.testkit.ChildGateway;

/** A gateway as a process of its own, always with the same settings and data, however often it is killed. */
final class Node implements AutoCloseable {

    private final Path data;
    private final Map<String, String> settings;
    private ChildGateway process;

    Node(Path data, Map<String, String> settings) {
        this.data = data;
        this.settings = settings;
    }

    String address() {
        return "http://127.0.0.1:" + settings.get("gateway.http.port");
    }

    Map<String, String> settings() {
        return settings;
    }

    void start() throws IOException {
        process = ChildGateway.start(data, settings);
    }

    void awaitReady() {
        process.awaitReady();
    }

    /** As {@code kill -9}. */
    void kill() throws InterruptedException {
        process.kill();
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
