package taskgateway.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/** nginx in front of the gateway: as Debian ships it, and as it suits the gateway. */
@Slow
class NginxTest {

    private static final String PROGRAM = Program.installed("nginx", "nginx-light");
    private static final String PLAIN = "http://127.0.0.1:" + RunningGateway.freePort();
    private static final String SUITED = "http://127.0.0.1:" + RunningGateway.freePort();
    private static final String NORMALISED = "http://127.0.0.1:" + RunningGateway.freePort();

    @TempDir
    private static Path folder;
    private static RunningGateway gateway;
    private static Program nginx;

    @BeforeAll
    static void start() throws Exception {
        gateway = RunningGateway.start(folder,
                Map.of("gateway.base", SUITED, "gateway.behind-proxy", "true", "gateway.names",
                        PLAIN + "," + NORMALISED,
                "gateway.http.body-limit", "131072", "gateway.http.receive-seconds", "2"));
        nginx = start(PROGRAM, folder, PLAIN, """
                    # Nothing but what must be: HTTP/1.0 upstream, its Host, bodies kept in files, 1 MB at most.
                    server { listen %s; location / { proxy_pass %s; } }
                    upstream gateway { server %s; keepalive 4; }
                    server {
                      listen %s;
                      client_max_body_size 0;
                      large_client_header_buffers 4 64k;
                      location / {
                        proxy_pass http://gateway;
                        proxy_http_version 1.1;
                        proxy_set_header Connection "";
                        proxy_set_header Host $http_host;
                        proxy_request_buffering off;
                        proxy_buffering off;
                      }
                    }
                    # With a path in proxy_pass the URL is written anew: decoded, dots resolved, slashes merged.
                    server {
                      listen %s;
                      gzip on; gzip_types *; gzip_proxied any; gzip_min_length 1;
                      location / { proxy_pass %s/; proxy_http_version 1.1; proxy_set_header Host $http_host;
                        proxy_set_header Accept-Encoding ""; }
                    }
                """.formatted(address(PLAIN), gateway.address(), address(gateway.address()), address(SUITED),
                address(NORMALISED), gateway.address()));
    }

    /** Starts nginx in the foreground as one process, with all that it writes in this folder. */
    static Program start(String program, Path folder, String url, String http) throws IOException {
        Path file = Files.writeString(folder.resolve("nginx.conf"), """
                daemon off; master_process off; user root; worker_rlimit_nofile 1024;
                pid %1$s/nginx.pid; error_log %1$s/nginx.log;
                events { worker_connections 256; }
                http {
                    access_log off;
                    client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxy; fastcgi_temp_path %1$s/fastcgi;
                    uwsgi_temp_path %1$s/uwsgi; scgi_temp_path %1$s/scgi;
                %2$s
                }
                """.formatted(folder, http));
        return Program.start(folder, port(url), program, "-e", folder.resolve("nginx.log").toString(), "-c",
                file.toString());
    }

    @AfterAll
    static void stop() throws Exception {
        if (nginx != null) {
            nginx.close();
        }
        if (gateway != null) {
            gateway.stop();
        }
    }

    @ParameterizedTest
    @MethodSource("taskgateway.interop.Crossing#tasks")
    void letsTasksThroughAsItIsShipped(String ods, String format) {
        HttpResponse<String> created = new Crossing(gateway, PLAIN).assertCreatedAndRead(SUITED, ods, format);

        // Over HTTP/1.0 nothing is chunked, and nginx does not chunk what has a length.
        assertThat(created.headers().firstValue("Transfer-Encoding")).isEmpty();
        assertThat(created.headers().firstValue("Content-Length")).isPresent();
    }

    @ParameterizedTest
    @MethodSource("taskgateway.interop.Crossing#tasks")
    void letsTasksThroughAsItSuits(String ods, String format) {
        HttpResponse<String> created = new Crossing(gateway, SUITED).assertCreatedAndRead(SUITED, ods, format);

        assertThat(created.headers().firstValue("Transfer-Encoding")).hasValue("chunked");
    }

    @ParameterizedTest
    @MethodSource("taskgateway.interop.Crossing#tasks")
    void letsTasksThroughThoughItWritesTheirUrlAnew(String ods, String format) {
        new Crossing(gateway, NORMALISED).assertCreatedAndRead(NORMALISED, ods, format);
    }

    @ParameterizedTest
    @MethodSource("taskgateway.interop.Crossing#faults")
    void relaysRefusals(Crossing.BadRequest fault) {
        new Crossing(gateway, SUITED).assertRefused(fault);
    }

    /**
     * Where it merges them, the slashes of a proxy URL's scheme are one, which is understood (specification, section
     * 2).
     */
    @ParameterizedTest
    @CsvSource({"PLAIN", "SUITED", "NORMALISED"})
    void letsProxyUrlsThrough(String by) {
        String base = Map.of("PLAIN", PLAIN, "SUITED", SUITED, "NORMALISED", NORMALISED).get(by);
        Sender sender = Sender.at(base, gateway);

        HttpResponse<String> created = sender.send("POST", "/" + SUITED + "/B82617/DSTU2/1/Order",
                sender.createHeaders("B82617"),
                Sender.json());

        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        assertThat(created.headers().firstValue("Location").orElseThrow()).startsWith(SUITED
                + "/B82617/DSTU2/1/Order/");
    }

    /** It packs no 201, but what is read. */
    @Test
    void packsAnswers() {
        Sender sender = Sender.at(NORMALISED, gateway);
        List<String> request = new ArrayList<>(Curl.headers(sender.metadataHeaders("B82617")));
        request.addAll(List.of("--compressed", NORMALISED + "/B82617/DSTU2/1/metadata"));

        Curl.CurlAnswer read = new Curl(folder).run("", request);

        assertThat(read.status()).isEqualTo(200);
        assertThat(read.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(read.body()).contains("\"resourceType\":\"Conformance\"");
    }

    /** nginx says so itself, and has read the body by then or not. */
    @ParameterizedTest
    @CsvSource({"PLAIN", "SUITED"})
    void toldToContinueASenderGetsItsTaskCreated(String by) {
        String base = by.equals("PLAIN") ? PLAIN : SUITED;

        Curl.CurlAnswer created = new Curl(folder).create(Sender.at(base, gateway), "B82617",
                base + "/B82617/DSTU2/1/Order", "--header", "Expect: 100-continue");

        assertThat(created.heads()).hasSize(2).first().asString().startsWith("HTTP/1.1 100");
        assertThat(created.status()).isEqualTo(201);
    }

    /**
     * What it refuses itself is HTML, which tells a sender's program nothing: the page says how its limits are raised.
     */
    @Test
    void refusesItselfWhatIsTooLargeForItsDefaults() {
        Sender sender = Sender.at(PLAIN, gateway);
        HttpResponse<String> body = sender.create("B82617", sender.createHeaders("B82617"), "a".repeat(1_100_000));
        Map<String, String> large = sender.createHeaders("B82617");
        large.put("X-Much", "a".repeat(9_000));
        HttpResponse<String> head = sender.create("B82617", large, Sender.json());

        assertThat(body.statusCode()).isEqualTo(413);
        assertThat(head.statusCode()).isEqualTo(400);
        assertThat(body.headers().firstValue("Content-Type")).hasValue("text/html");
        assertThat(head.headers().firstValue("Content-Type")).hasValue("text/html");
    }

    /**
     * Without buffering, the gateway sees how slow a caller is, and its answer passes nginx, which still waits for the
     * rest.
     */
    @Test
    void relaysThatABodyCameTooSlowly() {
        Sender sender = Sender.at(SUITED, gateway);
        try (SlowCaller slow = new SlowCaller(SUITED)) {
            slow.send("POST /B82617/DSTU2/1/Order HTTP/1.1", sender.createHeaders("B82617"), 1000,
                    "{\"resourceType\":\"Order\",");
            assertThat(slow.answer()).startsWith("HTTP/1.1 408 ").contains("BAD_REQUEST",
                    "Cache-Control: no-store, no-cache");
        }
    }

    static String address(String url) {
        return url.substring("http://".length());
    }

    static String port(String url) {
        return url.substring(url.lastIndexOf(':') + 1);
    }
}
