package taskgateway.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.fhir.Format;
import taskgateway.testkit.AnswerValidator;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/** wget as a sender: it prints what it got, and the headers as it saw them. */
@ExtendWith(RunningGateway.Shared.class)
@Slow
class WgetTest {

    private static final String PROGRAM = Program.installed("wget", "wget");
    private static final int SERVER_ISSUED_AN_ERROR = 8;

    @TempDir
    private Path folder;
    private final RunningGateway gateway;
    private final Sender sender;

    WgetTest(RunningGateway gateway) {
        this.gateway = gateway;
        this.sender = new Sender(gateway);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--post-file=FILE", "--method=POST --body-file=FILE", "--post-file=FILE --compression=gzip",
        "--post-file=FILE --no-http-keep-alive", "--post-file=FILE --header=Expect:",
                "--post-file=FILE --max-redirect=5 --tries=3"})
    void createsATask(String options) throws Exception {
        Files.writeString(folder.resolve("task.json"), Sender.json());

        Command ran = run(sender.createHeaders("B82617"), options.replace("FILE", folder.resolve("task.json")
                .toString()),
                gateway.base() + "/B82617/DSTU2/1/Order");

        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.err()).contains("HTTP/1.1 201 Created", "Location: " + gateway.base() + "/B82617/DSTU2/1/Order/",
                "Cache-Control: no-store, no-cache");
        AnswerValidator.assertConforms(ran.out(), Format.JSON);
    }

    @Test
    void readsATask() {
        String location = sender.create("A20047", sender.createHeaders("A20047"), Sender.json()).headers()
                .firstValue("Location").orElseThrow();

        Command ran = run(sender.readHeaders("A20047"), "--header=Accept:application/xml+fhir", location);

        assertThat(ran.exit()).as(ran.err()).isZero();
        AnswerValidator.assertConforms(ran.out(), Format.XML);
    }

    @Test
    void usesTheGatewayAsItsProxy() throws Exception {
        Files.writeString(folder.resolve("task.json"), Sender.json());

        Command ran = run(sender.createHeaders("C83615"), "-e use_proxy=yes -e http_proxy=" + gateway.base()
                + " --post-file="
                + folder.resolve("task.json"), gateway.base() + "/C83615/DSTU2/1/Order");

        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.err()).contains("HTTP/1.1 201 Created");
    }

    @Test
    void isToldWhatIsWrong() {
        Command ran = run(sender.createHeaders("B82617"), "--content-on-error --post-data={}", gateway.base()
                + "/B82617/DSTU2/1/Order");

        assertThat(ran.exit()).isEqualTo(SERVER_ISSUED_AN_ERROR);
        assertThat(ran.err()).contains("HTTP/1.1 400 Bad Request");
        AnswerValidator.assertConforms(ran.out(), Format.JSON);
    }

    @Test
    void isToldThatHeadIsNoVerbOfThisApi() {
        Command ran = run(sender.readHeaders("B82617"), "--spider", gateway.base() + "/B82617/DSTU2/1/metadata");

        assertThat(ran.exit()).isEqualTo(SERVER_ISSUED_AN_ERROR);
        assertThat(ran.err()).contains("HTTP/1.1 405 Method Not Allowed", "Allow: GET, POST, PUT, DELETE");
    }

    private Command run(Map<String, String> headers, String options, String url) {
        List<String> command = new ArrayList<>(List.of(PROGRAM, "--no-config", "--server-response",
                "--output-document=-", "--timeout=60"));
        headers.forEach((name, value) -> command.add("--header=" + name + ": " + value));
        command.addAll(List.of(options.split(" ")));
        command.add(url);
        return Command.run(folder, Map.of(), "", command);
    }
}
