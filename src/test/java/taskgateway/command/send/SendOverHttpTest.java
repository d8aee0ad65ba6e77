package taskgateway.command.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import taskgateway.directory.ServiceRoot;
import taskgateway.request.Interaction;
import taskgateway.token.AuditTokens;
import taskgateway.token.Expectation;

class SendOverHttpTest {

    @TempDir
    private Path folder;
    private HttpGateway gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new HttpGateway();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void sendsTheExampleWithTodaysDateFreshHeadersAndAGoodToken() throws IOException {
        assertThat(send().code()).isZero();
        String today = LocalDate.now(ZoneId.of("Europe/London")).toString();
        assertThat(gateway.uri).isEqualTo("POST /A20047/DSTU2/1/Order");
        assertThat(gateway.body)
                .isEqualTo(Files.readString(Path.of("examples/task.json")).replace("2014-12-11", today));
        assertThat(UUID.fromString(gateway.headers.getFirst("Ssp-TraceID"))).isNotNull();
        assertThat(gateway.headers.getFirst("Ssp-From")).isEqualTo("200000000359");
        assertThat(gateway.headers.getFirst("Ssp-To")).isEqualTo("918999198993");
        assertThat(gateway.headers.getFirst("Ssp-InteractionID")).isEqualTo(Interaction.CREATE_ORDER.id());
        assertThat(gateway.headers.getFirst("Content-Type")).isEqualTo(SampleAnswers.JSON);
        assertThat(gateway.headers).doesNotContainKeys("Accept", "Prefer");
        Expectation expected = Expectation.of(
                List.of(ServiceRoot.of(gateway.base() + "/A20047/DSTU2/1")), Instant.now(), Interaction.CREATE_ORDER);
        assertThat(new AuditTokens().check(gateway.headers.get("Authorization"), expected).organisation())
                .isEqualTo("GPC001");
    }

    @Test
    void printsStatusHeadersAndTheTask() {
        gateway.answers(201, Map.of("Content-Type", SampleAnswers.JSON, "Location", "http://x/Order/7/_history/1",
                "ETag", "W/\"1\"",
                "Ssp-TraceID", "t", "X-Other", "hidden"), SampleAnswers.ORDER.getBytes(StandardCharsets.UTF_8));
        assertThat(send().out()).isEqualToNormalizingNewlines("""
                201 Created
                Location: http://x/Order/7/_history/1
                ETag: W/"1"
                Content-Type: application/json+fhir;charset=UTF-8
                Ssp-TraceID: t

                {
                  "resourceType" : "Order",
                  "id" : "7",
                  "date" : "2018-01-31"
                }
                """);
    }

    @Test
    void listsTheFaultsOfARefusedTaskAndExitsWithOne() {
        gateway.answers(422, Map.of("Content-Type", SampleAnswers.JSON),
                SampleAnswers.OUTCOME.getBytes(StandardCharsets.UTF_8));
        Terminal terminal = send();
        assertThat(terminal.code()).isEqualTo(1);
        assertThat(terminal.out()).startsWith("422 Unprocessable Entity").endsWith("""

                Not delivered:
                - INVALID_RESOURCE target is missing. (/f:Order/f:target)
                - forbidden The ASID is unknown.
                """);
        assertThat(terminal.err()).isEmpty();
    }

    @Test
    void indentsXmlAndShowsWhatIsNoFhirAsItCame() {
        gateway.answers(201, Map.of("Content-Type", "application/xml+fhir"),
                "<Order xmlns=\"http://hl7.org/fhir\"><id value=\"7\"/></Order>".getBytes(StandardCharsets.UTF_8));
        assertThat(send().out()).contains("\n   <id value=\"7\"/>\n");
        gateway.answers(502, Map.of("Content-Type", "text/html"), "<p>no</p>".getBytes(StandardCharsets.UTF_8));
        assertThat(send().out())
                .isEqualToNormalizingNewlines("502 Bad Gateway\nContent-Type: text/html\n\n<p>no</p>\n");
        gateway.answers(500, Map.of("Content-Type", SampleAnswers.JSON), "{oops".getBytes(StandardCharsets.UTF_8));
        assertThat(send().out()).endsWith("\n{oops" + System.lineSeparator());
    }

    @Test
    void unpacksAnAnswerThatWasAskedForAsGzip() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(SampleAnswers.ORDER.getBytes(StandardCharsets.UTF_8));
        }
        gateway.answers(201, Map.of("Content-Type", SampleAnswers.JSON, "Content-Encoding", "gzip"),
                packed.toByteArray());
        assertThat(send("--header", "Accept-Encoding=gzip").out()).contains("\"id\" : \"7\"");
        assertThat(gateway.headers.getFirst("Accept-Encoding")).isEqualTo("gzip");
    }

    @Test
    void asksForAMinimalAnswerInAnotherFormat() {
        gateway.answers(201, Map.of("Location", "there"), new byte[0]);
        assertThat(send("--minimal", "--accept", "application/xml+fhir").out())
                .isEqualToNormalizingNewlines("201 Created\nLocation: there\n");
        assertThat(gateway.headers.getFirst("Prefer")).isEqualTo("return=minimal");
        assertThat(gateway.headers.getFirst("Accept")).isEqualTo("application/xml+fhir");
    }

    @Test
    void usesTheGatewayAsAForwardProxy() {
        assertThat(send("--proxy", "-p", "B82617").code()).isZero();
        assertThat(gateway.uri).isEqualTo("POST /" + gateway.base() + "/B82617/DSTU2/1/Order");
        assertThat(gateway.headers.getFirst("Ssp-To")).isEqualTo("918999198994");
    }

    @Test
    void putsOtherHeadersInPlaceLeavesThemOutOrRepeatsThem() {
        send("--header", "ssp-to=1", "--header", "Ssp-TraceID=", "--header", "Ssp-From=1", "--header", "Ssp-From=2");
        assertThat(gateway.headers.get("Ssp-To")).containsExactly("1");
        assertThat(gateway.headers).doesNotContainKey("Ssp-TraceID");
        assertThat(gateway.headers.get("Ssp-From")).containsExactly("1", "2");
    }

    @ParameterizedTest
    @CsvSource({"json, examples/task.xml, application/json+fhir", "xml, examples/task.json, application/xml+fhir"})
    void convertsToTheFormatAskedFor(String format, String file, String type) {
        assertThat(send("--format", format, "-f", file, "--date", "2018-01-31").code()).isZero();
        assertThat(gateway.headers.getFirst("Content-Type")).startsWith(type);
        assertThat(gateway.body).startsWith(format.equals("json") ? "{" : "<")
                .contains("2018-01-31", "review the patient's medications", "#ad6a2e86-37a8-43c9-b0ae-f2adcff4de3a");
    }

    @Test
    void showsTheRequestBeforeTheAnswer() {
        assertThat(send("--show-request").out())
                .startsWith("> POST " + gateway.base() + "/A20047/DSTU2/1/Order")
                .contains("> Ssp-To: 918999198993", gateway.body.strip())
                .contains("201 Created");
    }

    @Test
    void sendsWhereTheSettingsSayThatTheGatewayIs() throws IOException {
        Path config = Files.writeString(folder.resolve("application.properties"),
                "gateway.http.port=" + URI.create(gateway.base()).getPort()
                + "\ngateway.base=http://127.0.0.1:{{gateway.http.port}}\ngateway.jms.consumer=200000000359\n"
                + "gateway.directory=src/test/resources/directory.yaml\n");
        assertThat(Terminal.run("send", "--provider", "B82617", "--config", config.toString()).code()).isZero();
        assertThat(gateway.uri).isEqualTo("POST /B82617/DSTU2/1/Order");
        assertThat(Terminal.run("token", "--decode", "--config", config.toString()).out())
                .contains(gateway.base() + "/A20047/DSTU2/1");
        Files.writeString(config, "gateway.base={{no.such}}\n");
        assertFails(Terminal.run("send", "--config", config.toString()),
                "The settings .* are wrong: setting gateway.base holds a placeholder that names no setting");
    }

    @Test
    void saysInOneLineThatNothingListens() throws IOException {
        gateway.close();
        assertFails(send(), "Cannot connect to 127.0.0.1:\\d+: is the gateway running\\? Nothing was sent\\.");
    }

    @Test
    void saysInOneLineThatNoAnswerCameInTime() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertFails(3, Terminal.run("send", "--base", "http://127.0.0.1:" + silent.getLocalPort(),
                    "--timeout", "1"), "No answer within 1 s: the outcome is unknown\\.");
        }
    }

    @Test
    void saysInOneLineThatTheAnswerBroke() throws Exception {
        try (ServerSocket rude = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread hangsUp = new Thread(() -> hangUp(rude));
            hangsUp.start();
            assertFails(3, Terminal.run("send", "--base", "http://127.0.0.1:" + rude.getLocalPort()),
                    "The connection broke before the answer was whole: the outcome is unknown\\.");
            hangsUp.join();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--base ftp://x            | --base is no http or https URL: ftp://x",
        "-p X99                    | There is no provider X99 in config/directory.yaml; it holds A20047, B82617,"
        + " C83615\\.",
        "--from 1                  | There is no consumer with ASID 1 in config/directory.yaml\\.",
        "-f nowhere.json           | Cannot read the task nowhere.json: is it there, and UTF-8\\?",
        "--directory nowhere.yaml  | Cannot read the directory nowhere.yaml\\.",
        "--directory pom.xml       | The directory pom.xml is wrong: .*",
        "--header Host=x           | Cannot make the request: restricted header name: \"Host\"",
        "--header nonsense         | --header takes Name=Value, not nonsense \\(see task-gateway send --help\\)",
        "--via post                | Invalid value for option '--via'.*",
        "--timeout 0               | --timeout takes 1 to 3600 seconds \\(see task-gateway send --help\\)",
        "--no-wait                 | --no-wait goes with --via jms \\(see task-gateway send --help\\)",
        "--via jms --proxy         | --proxy goes with --via http \\(see task-gateway send --help\\)",
        "--nonsense                | Unknown option: '--nonsense' \\(see task-gateway send --help\\)",
    })
    void saysInOneLineWhatIsWrongWithTheCommand(String arguments, String line) {
        assertFails(Terminal.run(("send " + arguments).split(" ")), line);
    }

    private Terminal send(String... arguments) {
        return Terminal.run(Stream.concat(Stream.of("send", "--base", gateway.base()), Stream.of(arguments))
                .toArray(String[]::new));
    }

    private static void assertFails(Terminal terminal, String line) {
        assertFails(2, terminal, line);
    }

    private static void assertFails(int code, Terminal terminal, String line) {
        assertThat(terminal.code()).isEqualTo(code);
        assertThat(terminal.err()).matches(line + "\\R");
        assertThat(terminal.out()).isEmpty();
    }

    private static void hangUp(ServerSocket server) {
        try (var connection = server.accept()) {
            connection.getInputStream().read();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
