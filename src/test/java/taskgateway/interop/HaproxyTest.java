package taskgateway.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/** HAProxy in front of the gateway, whose readiness it asks for. */
@Slow
class HaproxyTest {

    private static final String PROGRAM = Program.installed("haproxy", "haproxy");
    private static final String PLAIN = "http://127.0.0.1:" + RunningGateway.freePort();
    private static final String H2 = "http://127.0.0.1:" + RunningGateway.freePort();
    private static final String PREFIXED = "http://127.0.0.1:" + RunningGateway.freePort();
    private static final String STATS = "http://127.0.0.1:" + RunningGateway.freePort();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What every configuration here begins with: a request's head may have 32 KiB, as the gateway takes it. */
    static final String DEFAULTS = """
            global
              tune.bufsize 65536
              maxconn 200
            defaults
              mode http
              timeout connect 5s
              timeout client 60s
              timeout server 60s
              option forwardfor
              option httpchk GET /observe/health/ready
              http-check expect status 200
              timeout check 10s
              default-server inter 200ms fall 2 rise 1
            """;

    @TempDir
    private static Path folder;
    private static RunningGateway gateway;
    private static Program haproxy;

    @BeforeAll
    static void start() throws Exception {
        gateway = RunningGateway.start(folder,
                Map.of("gateway.base", PLAIN, "gateway.behind-proxy", "true", "gateway.names", H2,
                        "gateway.http.idle-seconds", "4", "gateway.deliver.seconds", "3",
                        "gateway.repeat.wait-seconds", "3",
                "gateway.http.body-limit", "131072", "gateway.http.receive-seconds", "2"));
        haproxy = start(PROGRAM, folder, PLAIN, """
                frontend plain
                  bind %s
                  default_backend gateway
                frontend h2
                  bind %s proto h2
                  default_backend gateway
                frontend prefixed
                  bind %s
                  http-request replace-path /tasks(/.*) \\1
                  default_backend gateway
                frontend stats
                  bind %s
                  http-request use-service prometheus-exporter
                backend gateway
                  http-reuse always
                  server one %s check port %s
                """.formatted(NginxTest.address(PLAIN), NginxTest.address(H2), NginxTest.address(PREFIXED),
                NginxTest.address(STATS),
                NginxTest.address(gateway.address()), gateway.setting("gateway.management.port")));
    }

    /** Starts HAProxy in the foreground. */
    static Program start(String program, Path folder, String url, String proxies) throws IOException {
        Path file = Files.writeString(folder.resolve("haproxy.cfg"), DEFAULTS + proxies);
        return Program.start(folder, NginxTest.port(url), program, "-db", "-f", file.toString());
    }

    @AfterAll
    static void stop() throws Exception {
        if (haproxy != null) {
            haproxy.close();
        }
        if (gateway != null) {
            gateway.stop();
        }
    }

    @ParameterizedTest
    @MethodSource("taskgateway.interop.Crossing#tasks")
    void letsTasksThrough(String ods, String format) {
        HttpResponse<String> created = new Crossing(gateway, PLAIN).assertCreatedAndRead(PLAIN, ods, format);

        assertThat(created.headers().firstValue("Transfer-Encoding")).hasValue("chunked");
    }

    @ParameterizedTest
    @MethodSource("taskgateway.interop.Crossing#faults")
    void relaysRefusals(Crossing.BadRequest fault) {
        new Crossing(gateway, PLAIN).assertRefused(fault);
    }

    /**
     * In HTTP/2 names are in lower case and the host is no header; what the gateway says of its connection stays
     * behind.
     */
    @ParameterizedTest
    @MethodSource("taskgateway.interop.Crossing#tasks")
    void letsTasksThroughThatComeInHttp2(String ods, String format) {
        Sender sender = Sender.at(H2, gateway);
        Curl curl = new Curl(folder);

        Curl.CurlAnswer created = curl.create(sender, ods, H2 + "/" + ods + "/DSTU2/1/Order", "--http2-prior-knowledge",
                "--header",
                "Accept: application/" + format + "+fhir");

        assertThat(created.version()).isEqualTo("HTTP/2");
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        assertThat(created.header("Location")).startsWith(H2 + "/" + ods + "/DSTU2/1/Order/");
        assertThat(created.header("Cache-Control")).isEqualTo("no-store, no-cache");
        assertThat(created.header("Content-Type")).isEqualTo("application/" + format + "+fhir;charset=UTF-8");
        assertThat(curl.create(sender, ods, H2 + "/" + ods + "/DSTU2/1/Order", "--http2-prior-knowledge", "--header",
                "Accept: text/plain").refused().status()).isEqualTo(415);
    }

    /** The gateway's base has no path; what the proxy has put before it, it has to put before a Location too. */
    @Test
    void takesAPrefixOffAPath() {
        Sender sender = Sender.at(PREFIXED, gateway);

        HttpResponse<String> created = sender.send("POST", "/tasks/B82617/DSTU2/1/Order",
                sender.createHeaders("B82617"), Sender.json());

        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        assertThat(created.headers().firstValue("Location").orElseThrow()).startsWith(PLAIN + "/B82617/DSTU2/1/Order/");
    }

    @Test
    void letsProxyUrlsThrough() {
        Sender sender = Sender.at(PLAIN, gateway);

        HttpResponse<String> created = sender.send("POST", "/" + PLAIN + "/B82617/DSTU2/1/Order",
                sender.createHeaders("B82617"),
                Sender.json());

        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        assertThat(created.headers().firstValue("Location").orElseThrow()).startsWith(PLAIN + "/B82617/DSTU2/1/Order/");
    }

    /** The gateway closes a connection that has been silent for its idle-seconds: HAProxy uses it no more. */
    @Test
    void usesNoConnectionThatTheGatewayHasClosed() {
        Sender sender = Sender.at(PLAIN, gateway);
        assertThat(sender.create("B82617", sender.createHeaders("B82617"), Sender.json()).statusCode()).isEqualTo(201);
        await().atMost(PATIENCE).until(() -> figure("haproxy_server_idle_connections_current") == 0);

        assertThat(sender.create("B82617", sender.createHeaders("B82617"), Sender.json()).statusCode()).isEqualTo(201);
    }

    @Test
    void relaysThatABodyCameTooSlowly() {
        Sender sender = Sender.at(PLAIN, gateway);
        try (SlowCaller slow = new SlowCaller(PLAIN)) {
            slow.send("POST /B82617/DSTU2/1/Order HTTP/1.1", sender.createHeaders("B82617"), 1000,
                    "{\"resourceType\":\"Order\",");
            assertThat(slow.answer()).startsWith("HTTP/1.1 408 ").contains("BAD_REQUEST", "no-store, no-cache");
        }
    }

    /** A gateway that knows nothing of the PROXY protocol refuses it as what it is to it: not HTTP. */
    @Test
    void isRefusedWhereItSpeaksTheProxyProtocol() {
        Curl.CurlAnswer refused = new Curl(folder).run("--haproxy-protocol", gateway.address()
                + "/B82617/DSTU2/1/metadata");

        assertThat(refused.refused().status()).isEqualTo(400);
        assertThat(refused.refused().issues()).containsExactly("BAD_REQUEST");
    }

    /** One of HAProxy's own figures about the server. */
    private static double figure(String name) {
        String metrics = new Curl(folder).run(STATS + "/metrics").body();
        return metrics.lines().filter(line -> line.startsWith(name + "{"))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .mapToDouble(Double::parseDouble).sum();
    }
}
