package taskgateway.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A gateway as a process of its own, which can be killed. */
public final class ChildGateway implements AutoCloseable {

    private final Process process;
    private final Path log;
    private final Map<String, String> settings;

    private ChildGateway(Process process, Path log, Map<String, String> settings) {
        this.process = process;
        this.log = log;
        this.settings = settings;
    }

    /**
     * Starts the program.
     *
     * @param settings as environment variables
     */
    public static ChildGateway start(Path data, Map<String, String> settings) throws IOException {
        return start(data, settings, "-Xmx320m");
    }

    /** Starts the program with as much memory as this option of Java gives it. */
    public static ChildGateway start(Path data, Map<String, String> settings, String heap) throws IOException {
        Path log = Files.createTempFile(data, "gateway", ".log");
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", heap,
                "taskgateway.Gateway", "--config", "config/application.properties").redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        settings.forEach((key, value) ->
                builder.environment().put(key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'), value));
        return new ChildGateway(builder.start(), log, settings);
    }

    public ChildGateway awaitReady() {
        URI health = URI.create("http://127.0.0.1:" + settings.get("gateway.management.port") + "/observe/health");
        HttpClient http = HttpClient.newHttpClient();
        Awaitility.await().atMost(Patience.PATIENCE).ignoreExceptionsMatching(IOException.class::isInstance)
                .until(() -> http.send(
                HttpRequest.newBuilder(health).build(), HttpResponse.BodyHandlers.discarding()).statusCode() == 200
                && output().contains("is ready"));
        return this;
    }

    /** Waits for the program's end; its exit code. */
    public int awaitEnd() throws InterruptedException {
        if (!process.waitFor(Patience.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the gateway still runs");
        }
        return process.exitValue();
    }

    /** As {@code kill -STOP}: it stands still until it is told to {@link #goOn}. */
    public void standStill() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-STOP", Long.toString(process.pid())).start().waitFor();
    }

    /** As {@code kill -CONT}. */
    public void goOn() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-CONT", Long.toString(process.pid())).start().waitFor();
    }

    /** As {@code kill}: SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** As {@code kill -9}. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Asks it to stop, as the system does, and waits for its end. */
    public void stop() throws InterruptedException {
        terminate();
        awaitEnd();
    }

    public String output() throws IOException {
        return Files.readString(log);
    }

    /** What it has printed is printed again: it is to be searched like all that tests print. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            System.out.println(output());
        } catch (IOException gone) {
            System.out.println("The log of a gateway is gone.");
        }
    }
}
