package taskgateway.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/**
 * The gateway's own mutual TLS, met by OpenSSL in curl, h2load, nginx, HAProxy and Squid. The certificates are those of
 * examples/certificates.sh: a consumer's own, and that of "other" for the proxies, which end their callers' TLS.
 */
@Slow
class TlsProxiesTest {

    private static final String PROXY = "other.example";
    private static final String CONSUMER = "consumer.gp-super-clinic.example";

    @TempDir
    private static Path folder;
    private static RunningGateway gateway;
    private static Sender sender;
    private static Curl curl;

    @BeforeAll
    static void start() throws Exception {
        Program.installed("openssl", "openssl");
        curl = new Curl(folder);
        Command made = Command.run(folder, Map.of(), "", List.of("sh", "examples/certificates.sh", folder.toString()));
        assertThat(made.exit()).as(made.err()).isZero();
        String port = RunningGateway.freePort();
        gateway = RunningGateway.start(folder, Map.of(
                "gateway.http.port", port, "gateway.base", "https://localhost:" + port,
                "gateway.names", "https://127.0.0.1:" + port,
                "gateway.tls.certificate", path("gateway.pem"), "gateway.tls.key", path("gateway.key"),
                "gateway.tls.ca", path("ca.pem"), "gateway.tls.crl", path("crl.pem"),
                "gateway.tls.callers", PROXY + "," + CONSUMER));
        sender = new Sender(gateway);
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.stop();
        }
    }

    @ParameterizedTest
    @CsvSource({"--tlsv1.2 --tls-max 1.2", "--tlsv1.3", "--http2", "--no-alpn", "--http1.0", "--no-sessionid",
            "--compressed",
        "--ciphers ECDHE-RSA-AES256-GCM-SHA384 --tls-max 1.2", "--curves X25519:P-256"})
    void curlCreatesATask(String options) {
        Curl.CurlAnswer created = create("consumer", options.split(" "));

        assertThat(created.status()).as(created.body()).isEqualTo(201);
        assertThat(created.version()).isEqualTo(options.equals("--http1.0") ? "HTTP/1.0" : "HTTP/1.1");
        assertThat(created.header("Strict-Transport-Security")).isEqualTo("max-age=31536000");
        assertThat(created.header("Location")).startsWith(gateway.base() + "/B82617/DSTU2/1/Order/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--tlsv1.0 --tls-max 1.1 --ciphers DEFAULT@SECLEVEL=0",
            "--ciphers AES128-SHA --tls-max 1.2"})
    void curlIsRefusedWhereItsTlsIsTooWeak(String options) {
        Curl.CurlAnswer refused = create("consumer", options.split(" "));

        assertThat(refused.exit()).as("a handshake that failed").isEqualTo(35);
    }

    @Test
    void curlIsRefusedWithoutACertificateThatFits() {
        List<String> bare = request("--cacert", path("ca.pem"));

        assertThat(curl.run("", bare).refused().status()).isEqualTo(496);
        assertThat(create("revoked").refused().status()).isEqualTo(495);
        assertThat(create("stranger").exit()).as("an unknown authority").isIn(35, 55, 56);
    }

    @Test
    void readmesCommandsForCurl() throws Exception {
        Files.createDirectory(folder.resolve("data"));
        Files.createSymbolicLink(folder.resolve("data/certificates"), folder);
        Readme readme = new Readme(folder, Map.of("localhost:8443", gateway.base()));

        Command ran = readme.runBlockBehind("A definition takes the certificate alone:", "cd data", "cd " + folder
                + "/data");

        assertThat(Pattern.compile("HTTP/1.1 (\\d{3}) ").matcher(ran.out()).results().map(head -> head.group(1)))
                .containsExactly("200", "495", "496");
        assertThat(ran.err()).as("an unknown authority").containsAnyOf("alert unknown ca", "unknown CA",
                "alert certificate unknown");
    }

    /** ALPN is not answered, so there is no HTTP/2: h2load goes on with HTTP/1.1. */
    @ParameterizedTest
    @ValueSource(strings = {"--h1", "--alpn-list=h2,http/1.1"})
    void h2loadSpeaksHttp1(String option) {
        List<String> command = new ArrayList<>(List.of(Program.installed("h2load", "nghttp2-client"), "--requests=40",
                "--clients=4",
                option.startsWith("--alpn") ? option.replace("alpn", "npn") : option));
        Map<String, String> headers = sender.metadataHeaders("B82617");
        headers.forEach((name, value) -> command.add("--header=" + name + ": " + value));
        command.add(gateway.base() + "/B82617/DSTU2/1/metadata");

        Command ran = Command.run(folder, Map.of(), "", command);

        // It shows no certificate, which each answer says.
        assertThat(ran.out()).contains("40 done", "status codes: 0 2xx, 0 3xx, 40 4xx, 0 5xx");
        assertThat(ran.out()).contains("Application protocol: http/1.1");
    }

    /** A proxy that ends TLS calls with a certificate of its own, by which the gateway knows it. */
    @Nested
    class Nginx {

        /**
         * Where it calls the gateway by the name that answers bear, it puts its own into Location, and nowhere else.
         */
        @ParameterizedTest
        @ValueSource(strings = {"default", "off"})
        void encryptsAgain(String redirect) throws Exception {
            String url = "https://localhost:" + RunningGateway.freePort();
            try (Program nginx = NginxTest.start(Program.installed("nginx", "nginx-light"), folder, url, """
                        server {
                          listen 127.0.0.1:%1$s ssl http2;
                          ssl_certificate %2$s/gateway.pem; ssl_certificate_key %2$s/gateway.key;
                          location / {
                            proxy_pass %3$s; proxy_redirect %4$s;
                            proxy_http_version 1.1;
                            proxy_set_header Connection "";
                            proxy_set_header Host $http_host;
                            proxy_ssl_certificate %2$s/other.pem; proxy_ssl_certificate_key %2$s/other.key;
                            proxy_ssl_trusted_certificate %2$s/ca.pem; proxy_ssl_verify on; proxy_ssl_name localhost;
                            proxy_ssl_server_name on; proxy_ssl_protocols TLSv1.2 TLSv1.3;
                          }
                        }
                    """.formatted(NginxTest.port(url), folder, gateway.base(), redirect))) {
                assertCreated(url, redirect.equals("off") ? gateway.base() : url);
            }
        }

        /** Plain HTTP on the TLS port is closed at once, and told to nobody: nginx says that it got nothing. */
        @Test
        void isShutOutWhereItForgetsTls() throws Exception {
            String url = "http://127.0.0.1:" + RunningGateway.freePort();
            try (Program nginx = NginxTest.start(Program.installed("nginx", "nginx-light"), folder, url,
                    "server { listen %s; location / { proxy_pass http://localhost:%s; } }"
                            .formatted(NginxTest.address(url), gateway.setting("gateway.http.port")))) {
                assertThat(curl.run(url + "/B82617/DSTU2/1/metadata").status()).isEqualTo(502);
            }
        }
    }

    @Nested
    class Haproxy {

        @ParameterizedTest
        @ValueSource(strings = {"h2,http/1.1", "http/1.1"})
        void encryptsAgain(String alpn) throws Exception {
            String url = "https://localhost:" + RunningGateway.freePort();
            try (Program haproxy = HaproxyTest.start(Program.installed("haproxy", "haproxy"), folder, url, """
                    frontend tls
                      bind 127.0.0.1:%s ssl crt %s alpn %s
                      default_backend gateway
                    backend gateway
                      http-reuse always
                      server one 127.0.0.1:%s ssl crt %s ca-file %s verify required sni str(localhost)
                    """.formatted(NginxTest.port(url), together("gateway"), alpn, gateway.setting("gateway.http.port"),
                            together("other"), path("ca.pem")))) {
                assertCreated(url, gateway.base());
            }
        }

        /** HAProxy wants certificate and key in one file. */
        private String together(String name) throws IOException {
            return Files.writeString(Path.of(path(name + ".both")), Files.readString(Path.of(path(name + ".pem")))
                    + Files.readString(Path.of(path(name + ".key")))).toString();
        }
    }

    @Nested
    class Squid {

        /** It carries the caller's TLS as it is, certificate and all. */
        @Test
        void tunnels() throws Exception {
            String url = "http://127.0.0.1:" + RunningGateway.freePort();
            try (Program squid = SquidTest.start(Program.installed("squid", "squid"), folder, url, "")) {
                Curl.CurlAnswer created = create("consumer", "--proxy", url);

                assertThat(created.heads().get(0)).startsWith("HTTP/1.1 200 Connection established");
                assertThat(created.status()).isEqualTo(201);
            }
        }
    }

    /** @param located the base URL that Location names */
    private static void assertCreated(String url, String located) {
        for (Object[] task : Crossing.tasks().map(Arguments::get).toList()) {
            List<String> request = new ArrayList<>(Curl.headers(sender.createHeaders((String) task[0])));
            request.addAll(List.of("--cacert", path("ca.pem"), "--header", "Accept: application/" + task[1] + "+fhir",
                    "--data-binary",
                    Sender.json(), url + "/" + task[0] + "/DSTU2/1/Order"));
            Curl.CurlAnswer created = curl.run("", request);
            assertThat(created.status()).as(created.body()).isEqualTo(201);
            assertThat(created.header("Location")).startsWith(located + "/" + task[0] + "/DSTU2/1/Order/");
            assertThat(created.header("Content-Location")).startsWith(gateway.base() + "/" + task[0]
                    + "/DSTU2/1/Order/");
            assertThat(created.header("Cache-Control")).isEqualTo("no-store, no-cache");
            assertThat(created.header("Strict-Transport-Security")).isEqualTo("max-age=31536000");
        }
        assertThat(curl.run("--cacert", path("ca.pem"), url + "/B82617/DSTU2/1/metadata").refused().status())
                .isEqualTo(400);
    }

    private static Curl.CurlAnswer create(String certificate, String... options) {
        List<String> request = request(options);
        request.addAll(List.of("--cacert", path("ca.pem"), "--cert", path(certificate + ".pem"), "--key",
                path(certificate + ".key")));
        return curl.run("", request);
    }

    private static List<String> request(String... options) {
        List<String> request = new ArrayList<>(Curl.headers(sender.createHeaders("B82617")));
        request.addAll(List.of(options));
        request.addAll(List.of("--data-binary", Sender.json(), gateway.base() + "/B82617/DSTU2/1/Order"));
        return request;
    }

    private static String path(String name) {
        return folder.resolve(name).toString();
    }
}
