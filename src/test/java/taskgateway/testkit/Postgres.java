package taskgateway.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A real PostgreSQL server on a port of its own, with its data in a folder: it can be stopped or killed, and started
 * again.
 */
public final class Postgres implements AutoCloseable {

    private final Path data;
    private final int port = Integer.parseInt(RunningGateway.freePort());
    private EmbeddedPostgres server;

    private Postgres(Path data) {
        this.data = data;
    }

    /** Starts a server with fresh data under this folder. */
    public static Postgres start(Path folder) throws IOException {
        Postgres postgres = new Postgres(folder.resolve("postgres"));
        postgres.start();
        return postgres;
    }

    /** Starts it again with the data that it has. */
    public void start() throws IOException {
        server = EmbeddedPostgres.builder().setPort(port).setDataDirectory(data).setCleanDataDirectory(false)
                .setPGStartupWait(Patience.PATIENCE).setServerConfig("max_connections", "100").start();
    }

    /** Stops it at once and in order: who is connected is cut off. */
    public void stop() throws IOException {
        server.close();
    }

    /** As {@code kill -9} of the whole server: started again, it recovers from its write-ahead log. */
    public void kill() throws IOException {
        long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
        ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
        // First the one that would start others in their place, or shut down in order.
        List<ProcessHandle> all = Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        Awaitility.await().atMost(Patience.PATIENCE).until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
        server.close(); // gives back its lock on the folder; there is nothing left to stop
    }

    public int port() {
        return port;
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    /** What a gateway has to be told to use it. */
    public Map<String, String> settings() {
        return Map.of("gateway.database.url", url(), "gateway.database.user", "postgres");
    }

    @Override
    public void close() throws IOException {
        stop();
    }
}
