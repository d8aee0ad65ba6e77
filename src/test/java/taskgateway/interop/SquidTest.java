package taskgateway.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
import taskgateway.testkit.Refused;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/** Squid between a sender and the gateway, and between the gateway and a FHIR provider. */
@Slow
class SquidTest {

    private static final String PROGRAM = Program.installed("squid", "squid");
    private static final String FORWARD = "http://127.0.0.1:" + RunningGateway.freePort();
    private static final String SPINE = "http://127.0.0.1:" + RunningGateway.freePort();

    @TempDir
    private static Path folder;
    private static RunningGateway gateway;
    private static Program squid;

    @BeforeAll
    static void start() throws Exception {
        squid = start(PROGRAM, folder, FORWARD, """
                http_port %s accel vhost allow-direct
                url_rewrite_program %s
                url_rewrite_children 1 startup=1
                """.formatted(NginxTest.address(SPINE), spine()));
        gateway = RunningGateway.start(folder, Map.of("gateway.deliver.ssp", SPINE, "gateway.http.body-limit",
                "131072"));
    }

    /** As the Spine Security Proxy it calls the URL that stands as the path, whose slashes it may have merged. */
    private static Path spine() throws IOException {
        Path rewrite = Files.writeString(folder.resolve("rewrite"), """
                #!/bin/sh
                while read -r url rest; do
                  case $url in
                    %s/http*) echo "OK rewrite-url=$(echo "$url" | sed -E 's,^[^:]*://[^/]*/(https?:/)/*,\\1/,')" ;;
                    *) echo ERR ;;
                  esac
                done
                """.formatted(SPINE));
        return Files.setPosixFilePermissions(rewrite, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /**
     * Starts Squid in the foreground as one process, with no cache and no files but its log. It runs as a user of its
     * own.
     */
    static Program start(String program, Path folder, String url, String more) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path file = Files.writeString(folder.resolve("squid.conf"), """
                http_port %s
                http_access allow all
                cache deny all
                cache_mem 8 MB
                pid_filename none
                netdb_filename none
                pinger_enable off
                coredump_dir %s
                cache_log %s
                cache_store_log none
                access_log none
                max_filedescriptors 1024
                visible_hostname squid.example
                shutdown_lifetime 0 seconds
                %s
                """.formatted(NginxTest.address(url), folder, folder.resolve("squid.log"), more));
        return Program.start(folder, NginxTest.port(url), program, "-N", "-f", file.toString());
    }

    @AfterAll
    static void stop() throws Exception {
        if (squid != null) {
            squid.close();
        }
        if (gateway != null) {
            gateway.stop();
        }
    }

    @ParameterizedTest
    @MethodSource("taskgateway.interop.Crossing#tasks")
    void letsTasksThroughAsTheSendersForwardProxy(String ods, String format) {
        Curl curl = new Curl(folder);
        Sender sender = new Sender(gateway);

        Curl.CurlAnswer created = curl.create(sender, ods, gateway.base() + "/" + ods + "/DSTU2/1/Order",
                "--proxy", FORWARD, "--header", "Accept: application/" + format + "+fhir");

        assertThat(created.status()).as(created.body()).isEqualTo(201);
        assertThat(created.header("Via")).contains("squid.example");
        assertThat(created.header("Cache-Control")).isEqualTo("no-store, no-cache");
        assertThat(created.header("Content-Type")).isEqualTo("application/" + format + "+fhir;charset=UTF-8");
        assertThat(created.header("Transfer-Encoding")).isEqualTo("chunked");
        String location = created.header("Location");
        assertThat(location).startsWith(gateway.base() + "/" + ods + "/DSTU2/1/Order/");
        HttpResponse<String> read = sender.send("GET", location.substring(gateway.base().length()),
                sender.readHeaders(ods), null);
        assertThat(read.statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"Content-Type: text/plain, 415", "Ssp-To: nobody, 400", "Authorization: Bearer none, 400"})
    void relaysRefusals(String header, int status) {
        Curl curl = new Curl(folder);
        Map<String, String> headers = new Sender(gateway).createHeaders("B82617");
        headers.put(header.split(": ")[0], header.split(": ")[1]);
        List<String> request = new ArrayList<>(Curl.headers(headers));
        request.addAll(List.of("--proxy", FORWARD, "--data-binary", "{}", gateway.base() + "/B82617/DSTU2/1/Order"));

        Refused refused = curl.run("", request).refused();

        assertThat(refused.status()).isEqualTo(status);
        assertThat(refused.issues()).contains("BAD_REQUEST");
    }

    @Test
    void relaysThatABodyIsTooLarge() {
        Curl.CurlAnswer refused = new Curl(folder).create(new Sender(gateway), "B82617",
                gateway.base() + "/B82617/DSTU2/1/Order", "--proxy", FORWARD, "--data-binary", "a".repeat(100_000),
                "--data-binary", "a".repeat(100_000));

        assertThat(refused.refused().status()).isEqualTo(413);
    }

    /**
     * Through Squid in the role of the Spine Security Proxy the simulator creates the task, and its answers come back.
     */
    @ParameterizedTest
    @CsvSource({"json", "xml"})
    void letsTheGatewayThroughToAFhirProvider(String format) {
        new Crossing(gateway, gateway.address()).assertCreatedAndRead(gateway.base(), "A20047", format);
    }

    @Test
    void relaysAFhirProvidersRefusal() {
        Sender sender = new Sender(gateway);

        Refused refused = Refused.of(sender.create("A20047", sender.createHeaders("A20047"), Sender.json()
                .replace("Patient/1\"", "Patient/4\"")));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.issues()).containsExactly("NO_PATIENT_CONSENT");
    }
}
