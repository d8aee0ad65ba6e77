package taskgateway.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/**
 * curl with the options that an engineer tries. One provider has a name of its own, under which only a proxy finds it.
 */
@Slow
class CurlTest {

    private static final String ORDER = "/B82617/DSTU2/1/Order";
    private static final String SURGERY = "http://surgery.example";
    private static final String TOO_LARGE = "a".repeat(2_000_000);

    @TempDir
    private static Path folder;
    private static RunningGateway gateway;
    private static Curl curl;
    private static Sender sender;

    @BeforeAll
    static void start() throws Exception {
        curl = new Curl(folder);
        String directory = Files.readString(Path.of("src/test/resources/directory.yaml"))
                .replace("{{gateway.base}}/C83615", SURGERY + "/C83615");
        gateway = RunningGateway.start(folder, Map.of("gateway.http.body-limit", "1500000",
                "gateway.directory", Files.writeString(folder.resolve("directory.yaml"), directory).toString()));
        sender = new Sender(gateway);
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.stop();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', HTTP/1.1, chunked",
        "--http1.0, HTTP/1.0, ''",
        "--http1.1, HTTP/1.1, chunked",
        "--http2, HTTP/1.1, chunked",
        "--compressed, HTTP/1.1, chunked",
        "--tr-encoding, HTTP/1.1, chunked",
        "--no-keepalive, HTTP/1.1, chunked",
        "--path-as-is, HTTP/1.1, chunked",
        "--location, HTTP/1.1, chunked",
        "--fail-with-body, HTTP/1.1, chunked",
        "--raw, HTTP/1.1, chunked",
        "--header=Expect:, HTTP/1.1, chunked",
        "--header=Expect: 100-continue, HTTP/1.1, chunked",
        "--header=Expect;, HTTP/1.1, chunked", // an empty header: nothing is expected
        "--header=Connection: close, HTTP/1.1, chunked",
        "--header=Transfer-Encoding: chunked, HTTP/1.1, chunked",
        "--header=Accept:, HTTP/1.1, chunked",
        "--header=Cookie: a=b, HTTP/1.1, chunked",
        "--header=User-Agent:, HTTP/1.1, chunked",
    })
    void createsATask(String option, String version, String encoding) {
        Curl.CurlAnswer created = curl.create(sender, "B82617", gateway.base() + ORDER,
                option.isEmpty() ? new String[0] : option.split("=", 2));

        assertThat(created.exit()).as(created.said()).isZero();
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        assertThat(created.version()).isEqualTo(version);
        assertThat(created.header("Transfer-Encoding")).isEqualTo(encoding);
        assertThat(created.header("Location")).startsWith(gateway.base() + ORDER + "/");
        assertThat(created.header("Cache-Control")).isEqualTo("no-store, no-cache");
    }

    @Test
    void createsATaskOfUnknownLength() {
        List<String> request = request("B82617", "--request", "POST", "--upload-file", "-", gateway.base() + ORDER);

        Curl.CurlAnswer created = curl.run(Sender.json(), request);

        assertThat(created.status()).as(created.body()).isEqualTo(201);
    }

    @Test
    void createsATaskWithATokenInItsOwnOption() {
        Map<String, String> headers = sender.createHeaders("B82617");
        String token = headers.remove("Authorization").substring("Bearer ".length());
        List<String> request = new ArrayList<>(Curl.headers(headers));
        request.addAll(List.of("--oauth2-bearer", token, "--data-binary", Sender.json(), gateway.base() + ORDER));

        assertThat(curl.run("", request).status()).isEqualTo(201);
    }

    @Test
    void createsAPackedTask() throws Exception {
        Path packed = folder.resolve("task.gz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(Sender.json().getBytes(StandardCharsets.UTF_8));
        }

        assertThat(curl.run("", request("B82617", "--header", "Content-Encoding: gzip", "--data-binary", "@" + packed,
                gateway.base() + ORDER)).status()).isEqualTo(201);
    }

    /**
     * A megabyte is a legal string (specification, section 9); curl waits to be told to go on before it sends so much.
     */
    @ParameterizedTest
    @ValueSource(strings = {"Expect: 100-continue", "Expect:"})
    void createsALargeTask(String expectation) {
        Path task = curl.file("large.json", Sender.json().replace("Please review", "x".repeat(1 << 20)));

        Curl.CurlAnswer created = curl.run("", request("B82617", "--header", expectation, "--header",
                "Prefer: return=minimal",
                "--data-binary", "@" + task, gateway.base() + ORDER));

        assertThat(created.status()).as(created.body()).isEqualTo(201);
        assertThat(created.heads()).hasSize(expectation.equals("Expect:") ? 1 : 2);
        assertThat(created.header("Content-Type") + created.body()).isEmpty();
    }

    /** One that waits to be told to go on is told that it need not send; the other is told all the same. */
    @ParameterizedTest
    @CsvSource({"Expect: 100-continue, 1.1", "Expect:, 1.1", "Transfer-Encoding: chunked, 1.1", "Expect:, 1.0"})
    void isToldThatATaskIsTooLarge(String header, String version) {
        Curl.CurlAnswer refused = curl.run("", request("B82617", "--http" + version, "--header", header,
                "--data-binary",
                "@" + curl.file("too-large", TOO_LARGE), gateway.base() + ORDER));

        assertThat(refused.exit()).as(refused.said()).isZero();
        assertThat(refused.refused().status()).isEqualTo(413);
        assertThat(refused.heads()).hasSize(header.equals("Transfer-Encoding: chunked") ? 2 : 1);
    }

    @ParameterizedTest
    @CsvSource({
        "--data, 415", // application/x-www-form-urlencoded
        "--json, 415",
        "--form-string, 415",
    })
    void isToldThatItsOwnMediaTypeIsNoFhir(String option, int status) {
        Map<String, String> headers = sender.createHeaders("B82617");
        headers.remove("Content-Type");
        List<String> request = new ArrayList<>(Curl.headers(headers));
        request.addAll(List.of(option, option.equals("--form-string") ? "task=" + Sender.json() : Sender.json(),
                gateway.base() + ORDER));

        Curl.CurlAnswer refused = curl.run("", request);

        assertThat(refused.refused().status()).isEqualTo(status);
        assertThat(refused.refused().diagnostics()).contains("application/json+fhir");
    }

    @ParameterizedTest
    @CsvSource({
        "--head, 405",
        "--request OPTIONS, 405",
        "--request PATCH, 405",
        "--upload-file task.json, 400",
        "--user me:secret --data-binary {}, 400",
        "--ntlm --user me:secret --data-binary {}, 400",
    })
    void isToldWhatItMustNotDo(String options, int status) {
        curl.file("task.json", "{}");
        List<String> request = request("B82617", options.replace("task.json", folder.resolve("task.json").toString())
                .split(" "));
        if (options.contains("--user")) {
            request.removeAll(List.of(request.get(request.indexOf("--header") + 1)));
        }
        request.add(gateway.base() + ORDER);

        Curl.CurlAnswer refused = curl.run("", request);

        assertThat(refused.exit()).as(refused.said()).isZero();
        assertThat(refused.status()).isEqualTo(status);
    }

    @Test
    void failsAsAScriptWouldHaveIt() {
        Curl.CurlAnswer refused = curl.create(sender, "B82617", gateway.base() + "/Z99999/DSTU2/1/Order",
                "--fail-with-body");

        assertThat(refused.exit()).isEqualTo(22);
        assertThat(refused.body()).contains("ORGANISATION_NOT_FOUND");
    }

    /** What it resolves itself arrives resolved; what it leaves is no path of the gateway's. */
    @Test
    void findsNothingBehindDots() {
        String dots = gateway.base() + "/A20047/../B82617/DSTU2/1/Order";

        assertThat(curl.create(sender, "B82617", dots).status()).isEqualTo(201);
        assertThat(curl.create(sender, "B82617", dots, "--path-as-is").refused().status()).isEqualTo(404);
    }

    @Test
    void readsWhatHasChangedAlone() {
        String location = curl.create(sender, "B82617", gateway.base() + ORDER).header("Location");
        Path tag = folder.resolve("etag");

        Curl.CurlAnswer first = read(location, "--etag-save", tag.toString());
        Curl.CurlAnswer second = read(location, "--etag-compare", tag.toString());
        Curl.CurlAnswer part = read(location, "--range", "0-9");
        Curl.CurlAnswer both = read(location, location, "--output", folder.resolve("again").toString());

        assertThat(first.status()).isEqualTo(200);
        assertThat(second.status()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
        assertThat(part.status()).as("a range is passed over").isEqualTo(200);
        assertThat(part.body()).isEqualTo(first.body());
        assertThat(both.heads()).hasSize(2).allMatch(head -> head.startsWith("HTTP/1.1 200"));
    }

    /** HTTP/2 is not spoken. One that begins with it does not understand the refusal, and no task is created. */
    @Test
    void endsAtOnceWhereItBeginsWithHttp2() {
        Curl.CurlAnswer none = curl.create(sender, "B82617", gateway.base() + ORDER, "--http2-prior-knowledge");

        assertThat(none.exit()).isNotZero();
        assertThat(none.exit()).as("no time-out").isNotEqualTo(28);
        assertThat(none.heads()).isEmpty();
    }

    /** As a forward proxy the gateway is told the whole URL, of a host that only its directory knows. */
    @ParameterizedTest
    @CsvSource({"--http1.1", "--http1.0"})
    void usesTheGatewayAsItsProxy(String version) {
        Curl.CurlAnswer created = curl.create(sender, "C83615", SURGERY + "/C83615/DSTU2/1/Order", "--proxy",
                gateway.base(), version);

        assertThat(created.status()).as(created.body()).isEqualTo(201);
        assertThat(created.header("Location")).startsWith(SURGERY + "/C83615/DSTU2/1/Order/");
        assertThat(curl.run("", reading("C83615", created.header("Location"), "--proxy", gateway.base())).status())
                .isEqualTo(200);
    }

    @Test
    void usesTheGatewayAsThePathsProxy() {
        Curl.CurlAnswer created = curl.create(sender, "C83615", gateway.base() + "/" + SURGERY
                + "/C83615/DSTU2/1/Order");

        assertThat(created.status()).as(created.body()).isEqualTo(201);
        assertThat(created.header("Location")).startsWith(SURGERY + "/C83615/DSTU2/1/Order/");
    }

    @Test
    void isForwardedToNobodyElse() {
        Curl.CurlAnswer refused = curl.create(sender, "C83615", "http://elsewhere.example/C83615/DSTU2/1/Order",
                "--proxy", gateway.base());

        assertThat(refused.refused().status()).isEqualTo(404);
        assertThat(refused.refused().issues()).containsExactly("ORGANISATION_NOT_FOUND");
    }

    /** Through a tunnel the gateway would see nothing of what it is to check. */
    @ParameterizedTest
    @ValueSource(strings = {"https://surgery.example/C83615/DSTU2/1/Order",
            "--proxytunnel http://surgery.example/C83615/DSTU2/1/Order"})
    void getsNoTunnel(String target) {
        List<String> request = request("C83615", "--proxy", gateway.base(), "--data-binary", "{}");
        request.addAll(Arrays.asList(target.split(" ")));

        Curl.CurlAnswer refused = curl.run("", request);

        assertThat(refused.exit()).isEqualTo(56);
        assertThat(refused.status()).isEqualTo(405);
        assertThat(refused.header("Allow")).isEqualTo("GET, POST, PUT, DELETE");
        assertThat(refused.said()).contains("CONNECT tunnel failed, response 405");
    }

    private static Curl.CurlAnswer read(String location, String... arguments) {
        return curl.run("", reading("B82617", location, arguments));
    }

    private static List<String> reading(String ods, String url, String... arguments) {
        List<String> request = new ArrayList<>(Curl.headers(sender.readHeaders(ods)));
        request.addAll(Arrays.asList(arguments));
        request.add(url);
        return request;
    }

    private static List<String> request(String ods, String... arguments) {
        List<String> request = new ArrayList<>(Curl.headers(sender.createHeaders(ods)));
        request.addAll(Arrays.asList(arguments));
        return request;
    }
}
