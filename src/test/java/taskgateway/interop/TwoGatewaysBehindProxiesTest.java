package taskgateway.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskgateway.chaos.FakeFhir;
import taskgateway.testkit.Postgres;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/** Two gateways on one database behind proxies that send a request again by themselves, to the other gateway. */
@Slow
class TwoGatewaysBehindProxiesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String HAPROXY = "http://127.0.0.1:" + RunningGateway.freePort();
    private static final String NGINX = "http://127.0.0.1:" + RunningGateway.freePort();
    private static final int SENDERS = 4;

    @TempDir
    private static Path folder;
    private static Postgres postgres;
    private static FakeFhir provider;
    private static RunningGateway one;
    private static RunningGateway other;

    @BeforeAll
    static void start() throws Exception {
        Program.installed("haproxy", "haproxy");
        Program.installed("nginx", "nginx-light");
        postgres = Postgres.start(folder);
        provider = new FakeFhir(0);
        one = gateway("gateway-a");
        other = gateway("gateway-b");
    }

    private static RunningGateway gateway(String name) throws Exception {
        Path data = Files.createDirectories(folder.resolve(name));
        Map<String, String> settings = new HashMap<>(postgres.settings());
        settings.putAll(Map.of("gateway.name", name, "gateway.base", HAPROXY, "gateway.behind-proxy", "true",
                "gateway.names", NGINX, "simulator.enabled", "false",
                "gateway.patient-key-file", folder.resolve("patient.key").toString(), "gateway.directory",
                Files.writeString(data.resolve("directory.yaml"), Files.readString(Path.of("config/directory.yaml"))
                        .replace("{{simulator.base}}/A20047/DSTU2/1", provider.url())).toString()));
        return RunningGateway.start(data, settings);
    }

    @AfterAll
    static void stop() throws Exception {
        for (RunningGateway gateway : new RunningGateway[] {one, other}) {
            if (gateway != null) {
                gateway.stop();
            }
        }
        if (postgres != null) {
            provider.close();
            postgres.close();
        }
    }

    /**
     * The provider answers so late that nginx asks the other gateway meanwhile,
             for which this request is a repeat: it waits
     * for the answer to the first.
     */
    @Test
    void nginxGetsTheFirstAnswerFromTheOtherGateway() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        provider.holdUntil(open);
        Sender sender = Sender.at(NGINX, one);
        Map<String, String> headers = sender.createHeaders("A20047");
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (Program nginx = NginxTest.start(Program.installed("nginx", "nginx-light"), folder, NGINX, """
                upstream gateways { server %s; server %s; }
                server {
                  listen %s;
                  location / {
                    proxy_pass http://gateways;
                    proxy_set_header Host $http_host;
                    proxy_read_timeout 4s;
                    proxy_next_upstream error timeout http_502 http_503 non_idempotent;
                  }
                }
                """.formatted(NginxTest.address(one.address()), NginxTest.address(other.address()),
                NginxTest.address(NGINX)))) {
            Future<HttpResponse<String>> answer = thread.submit(() -> sender.create("A20047", headers, Sender.json()));
            await().atMost(PATIENCE).until(() -> Files.readString(folder.resolve("nginx.log"))
                    .contains("upstream timed out"));
            open.countDown();

            assertThat(answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).statusCode()).as(answer.get().body())
                    .isEqualTo(201);
            assertThat(provider.posts()).containsEntry("200000000359." + headers.get("Ssp-TraceID"), 1);
            assertThat(Sender.at(one.address(), one).create("A20047", headers, Sender.json()).body())
                    .isEqualTo(answer.get().body());
        } finally {
            open.countDown();
            thread.shutdownNow();
        }
    }

    /**
     * What the one that stops did not take,
             the other takes: no sender sees the difference. HAProxy sends again only what
     * came whole before it was sent on.
     */
    @Test
    void haproxyHasEveryRequestAnsweredThoughOneGatewayStops() throws Exception {
        Map<String, HttpResponse<String>> answers = new ConcurrentHashMap<>();
        AtomicBoolean enough = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(SENDERS);
        try (Program haproxy = HaproxyTest.start(Program.installed("haproxy", "haproxy"), folder, HAPROXY, """
                listen gateways
                  bind %s
                  http-reuse always
                  option http-buffer-request
                  balance roundrobin
                  option redispatch 1
                  retries 5
                  retry-on all-retryable-errors
                  server one %s check port %s
                  server other %s check port %s
                """.formatted(NginxTest.address(HAPROXY), NginxTest.address(one.address()),
                one.setting("gateway.management.port"),
                NginxTest.address(other.address()), other.setting("gateway.management.port")))) {
            for (int i = 0; i < SENDERS; i++) {
                String ods = i % 2 == 0 ? "A20047" : "B82617";
                threads.execute(() -> sendUntil(enough, ods, answers));
            }
            await().atMost(PATIENCE).until(() -> answers.size() >= 60);
            one.stop();
            int atTheStop = answers.size();
            await().atMost(PATIENCE).until(() -> answers.size() >= atTheStop + 60);
            enough.set(true);
            threads.shutdown();
            assertThat(threads.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("nobody waits for ever")
                    .isTrue();
        } finally {
            enough.set(true);
            threads.shutdownNow();
            one = gateway("gateway-a");
        }
        assertThat(answers.values().stream().filter(answer -> answer.statusCode() != 201)
                .map(answer -> answer.statusCode() + " " + answer.headers().map() + answer.body())).isEmpty();
        for (String traceId : answers.keySet()) {
            String identifier = "200000000359." + traceId;
            assertThat(provider.posts().getOrDefault(identifier, 0) + tasksOf(traceId)).as(identifier).isEqualTo(1);
        }
    }

    private static void sendUntil(AtomicBoolean enough, String ods, Map<String, HttpResponse<String>> answers) {
        Sender sender = Sender.at(HAPROXY, other);
        while (!enough.get()) {
            Map<String, String> headers = sender.createHeaders(ods);
            answers.put(headers.get("Ssp-TraceID"), sender.create(ods, headers, Sender.json()));
        }
    }

    private static int tasksOf(String traceId) throws Exception {
        try (var connection = DriverManager.getConnection(postgres.url(), "postgres", "");
                var count = connection.prepareStatement("select count(*) from task where trace_id = ?")) {
            count.setString(1, traceId);
            try (var row = count.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }
}
