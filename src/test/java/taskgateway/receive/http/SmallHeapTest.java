package taskgateway.receive.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import taskgateway.directory.Directory;
import taskgateway.process.OutOfMemory;
import taskgateway.testkit.ChildGateway;
import taskgateway.testkit.Patience;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;
import taskgateway.testkit.Wire;

/** Whoever sends much at once, named or not, stops nobody, in the least memory that docs/operating.md asks for. */
@Slow
class SmallHeapTest {

    private static final String LEAST = "-Xmx512m";
    private static final int ATTACKERS = 250;
    private static final int BODY = 3_900_000;
    private static final String ODS = "B82617";

    /** How the attackers send. */
    enum Attack {
        NAMELESS(false), NAMED_WITHOUT_AN_END(false), NAMED(true), NAMED_AND_COSTLY(true);

        private final boolean whole;

        Attack(boolean whole) {
            this.whole = whole;
        }
    }

    @TempDir
    private Path data;

    private Map<String, String> settings;
    private Sender sender;
    private final Collection<String> statuses = new ConcurrentLinkedQueue<>();
    private final CountDownLatch over = new CountDownLatch(1);

    @BeforeEach
    void settings() throws IOException {
        settings = RunningGateway.settings(data);
        settings.put("simulator.enabled", "false");
        sender = new Sender(settings.get("gateway.base"),
                Directory.parse(Files.readString(Path.of(settings.get("gateway.directory")))
                .replace("{{gateway.base}}", settings.get("gateway.base"))
                .replace("{{simulator.base}}", "http://127.0.0.1:" + settings.get("simulator.port"))));
    }

    @ParameterizedTest
    @EnumSource
    void anHonestTaskIsTakenWhileHundredsSendMegabytes(Attack attack) throws Exception {
        ExecutorService attackers = Executors.newFixedThreadPool(ATTACKERS);
        CountDownLatch sent = new CountDownLatch(ATTACKERS);
        try (ChildGateway gateway = ChildGateway.start(data, settings, LEAST).awaitReady()) {
            assertThat(create().statusCode()).isEqualTo(201);
            byte[] body = attack == Attack.NAMED_AND_COSTLY ? costlyTask() : task();
            for (int i = 0; i < ATTACKERS; i++) {
                attackers.execute(() -> attack(attack, body, sent));
            }
            assertThat(sent.await(Patience.PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("all is sent, or refused")
                    .isTrue();

            Awaitility.await().ignoreException(IllegalStateException.class).until(() -> create().statusCode() == 201);
            assertThat(health()).isEqualTo(200);
            assertThat(statuses).as("what is sent whole is worth its work").isSubsetOf("HTTP/1.1 201", "HTTP/1.1 503");
            assertThat(statuses.contains("HTTP/1.1 201")).isEqualTo(attack.whole);
            assertThat(gateway.output()).doesNotContain("OutOfMemory", "memory is full");
        } finally {
            over.countDown();
            attackers.shutdownNow();
        }
    }

    /** A task of megabytes is read as often as there are connections, and nobody takes the answer. */
    @Test
    void anHonestTaskIsTakenWhileHundredsReadMegabytes() throws Exception {
        ExecutorService attackers = Executors.newFixedThreadPool(ATTACKERS);
        CountDownLatch asked = new CountDownLatch(ATTACKERS);
        try (ChildGateway gateway = ChildGateway.start(data, settings, LEAST).awaitReady()) {
            HttpResponse<String> large = sender.create(ODS, sender.createHeaders(ODS),
                    new String(task(), StandardCharsets.UTF_8));
            assertThat(large.statusCode()).isEqualTo(201);
            URI place = URI.create(large.headers().firstValue("Location").orElseThrow());
            for (int i = 0; i < ATTACKERS; i++) {
                attackers.execute(() -> read(place, asked));
            }
            assertThat(asked.await(Patience.PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("all have a status").isTrue();

            Awaitility.await().ignoreException(IllegalStateException.class).until(() -> create().statusCode() == 201);
            assertThat(health()).isEqualTo(200);
            assertThat(statuses).hasSize(ATTACKERS).contains("HTTP/1.1 200")
                    .isSubsetOf("HTTP/1.1 200", "HTTP/1.1 503");
            assertThat(gateway.output()).doesNotContain("OutOfMemory", "memory is full");
        } finally {
            over.countDown();
            attackers.shutdownNow();
        }
    }

    /** Takes no more of the answer than its first words. */
    private void read(URI place, CountDownLatch asked) {
        Map<String, String> headers = new LinkedHashMap<>(sender.readHeaders(ODS));
        headers.put("Host", place.getAuthority());
        String head = Wire.request("GET " + place.getPath() + " HTTP/1.1", headers, "");
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(new InetSocketAddress(place.getHost(), place.getPort()));
            socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
            statuses.add(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII));
            asked.countDown();
            over.await();
        } catch (IOException | InterruptedException refused) {
            asked.countDown();
        }
    }

    /** Where a setting lets callers fill the memory, the process does not stay behind without it. */
    @Test
    void aGatewayWhoseMemoryIsFullEndsSoThatItIsStartedAgain() throws Exception {
        settings.put("gateway.http.bodies-limit", "2000000000");
        ExecutorService attackers = Executors.newFixedThreadPool(ATTACKERS);
        try (ChildGateway gateway = ChildGateway.start(data, settings, "-Xmx256m").awaitReady()) {
            byte[] body = task();
            for (int i = 0; i < ATTACKERS; i++) {
                attackers.execute(() -> attack(Attack.NAMED_WITHOUT_AN_END, body, new CountDownLatch(1)));
            }
            assertThat(gateway.awaitEnd()).isEqualTo(OutOfMemory.STATUS);
            assertThat(gateway.output()).contains("task-gateway ends: Java's memory is full");
        } finally {
            over.countDown();
            attackers.shutdownNow();
        }
    }

    private void attack(Attack attack, byte[] body, CountDownLatch sent) {
        Map<String, String> headers =
                new LinkedHashMap<>(Map.of("Host", "x", "Content-Length", Integer.toString(body.length)));
        if (attack != Attack.NAMELESS) {
            headers.putAll(sender.createHeaders(ODS));
        }
        String head = Wire.request("POST /" + ODS + "/DSTU2/1/Order HTTP/1.1", headers, "");
        URI base = URI.create(settings.get("gateway.base"));
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().write(body, 0, attack.whole ? body.length : body.length - 1);
            if (attack.whole) {
                statuses.add(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII));
            }
            sent.countDown();
            over.await();
        } catch (IOException | InterruptedException refused) {
            sent.countDown();
        }
    }

    private static byte[] task() {
        String task = Sender.json();
        char[] more = new char[BODY - task.length()];
        Arrays.fill(more, 'x');
        return task.replace("Please review", "Please review " + new String(more)).getBytes(StandardCharsets.UTF_8);
    }

    /** As many elements as are read, and signs that Java keeps in two bytes each. */
    private static byte[] costlyTask() {
        String extension = "{\"url\": \"urn:x\", \"valueString\": \"\u20ac" + "x".repeat(60) + "\"}";
        String extensions = "\"extension\": [" + String.join(",", Collections.nCopies(33_000, extension)) + "],";
        String task = Sender.json().replaceFirst("\"date\"", extensions + "\"date\"");
        return task.replace("Please review", "\u20ac" + "x".repeat(BODY - task.length()))
                .getBytes(StandardCharsets.UTF_8);
    }

    private HttpResponse<String> create() {
        return sender.create(ODS, sender.createHeaders(ODS), Sender.json());
    }

    private int health() {
        URI ready = URI.create("http://127.0.0.1:" + settings.get("gateway.management.port") + "/observe/health");
        try {
            return HttpClient.newHttpClient().send(HttpRequest.newBuilder(ready).build(), BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
