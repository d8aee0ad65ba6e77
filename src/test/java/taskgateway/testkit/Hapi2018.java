package taskgateway.testkit;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * HAPI's JPA server for DSTU2 as it was in early 2018, as a process of its own, with a patient and two organisations in
 * its records. The build puts the program into {@code target/hapi-2018}.
 */
public final class Hapi2018 implements AutoCloseable {

    public static final List<String> PATHS = List.of("plain", "deaf", "xml", "browsed", "validating", "noting");

    private static final Path PROGRAM = Path.of("target/hapi-2018");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String address;
    private final Process process;

    private Hapi2018(String address, Process process) {
        this.address = address;
        this.process = process;
    }

    /** Starts it, and waits until it can be used. */
    public static Hapi2018 start() throws IOException {
        String port = RunningGateway.freePort();
        Process process = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", PROGRAM.resolve("classes") + File.pathSeparator + Files.readString(PROGRAM.resolve("classpath")),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx320m", "--add-opens",
                "java.base/java.lang=ALL-UNNAMED",
                "-Dderby.stream.error.file=" + PROGRAM.resolve("derby.log"), "JpaServer", port))
                .redirectErrorStream(true).redirectOutput(PROGRAM.resolve("server.log").toFile()).start();
        Hapi2018 server = new Hapi2018("http://127.0.0.1:" + port, process);
        Awaitility.await().atMost(Duration.ofMinutes(4)).pollInterval(Duration.ofMillis(250))
                .ignoreExceptionsMatching(IOException.class::isInstance)
                .until(() -> server.keeps("Patient/jane") && server.keeps("Organization/super-clinic")
                        && server.keeps("Organization/down-the-road"));
        return server;
    }

    /** The base URL of the records behind one of {@link #PATHS}. */
    public String address(String path) {
        return address + "/" + path;
    }

    private boolean keeps(String reference) throws IOException, InterruptedException {
        if (!process.isAlive()) {
            throw new AssertionError("the server of 2018 does not start: "
                    + Files.readString(PROGRAM.resolve("server.log")));
        }
        String[] typeAndId = reference.split("/");
        String body = "{\"resourceType\":\"" + typeAndId[0] + "\",\"id\":\"" + typeAndId[1] + "\"}";
        int status = HTTP.send(HttpRequest.newBuilder(URI.create(address("plain") + "/" + reference))
                .header("Content-Type", "application/json+fhir").PUT(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.discarding()).statusCode();
        return status == 200 || status == 201;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
