package taskgateway.command.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import taskgateway.Gateway;
import taskgateway.directory.ServiceRoot;
import taskgateway.request.Interaction;
import taskgateway.testkit.Slow;
import taskgateway.token.AuditTokens;
import taskgateway.token.Expectation;

@Slow
class SenderCommandsTest {

    @Test
    void printsATokenForTheProviderAndNothingElse() {
        Terminal terminal = Terminal.run(
                "token", "-p", "C83615", "--base", "https://gw.example/", "--scope", "organization/*.read");
        assertThat(terminal.code()).isZero();
        assertThat(terminal.err()).isEmpty();
        Expectation expected = Expectation.of(
                List.of(ServiceRoot.of("https://gw.example/C83615/DSTU2/1")), Instant.now(), Interaction.READ_METADATA);
        assertThat(new AuditTokens().check(List.of("Bearer " + terminal.out()), expected).userName())
                .isEqualTo("Dr Claire Jones");
    }

    @Test
    void printsTheClaimsForReading() {
        assertThat(Terminal.run("token", "--decode").out())
                .contains("\"alg\" : \"none\"", "\"aud\" : \"http://127.0.0.1:8080/A20047/DSTU2/1\"");
    }

    @Test
    void asksForACommand() {
        Terminal terminal = Terminal.run();
        assertThat(terminal.code()).isEqualTo(2);
        assertThat(terminal.err())
                .isEqualToNormalizingNewlines("Missing required subcommand (see task-gateway --help)\n");
        assertThat(Terminal.run("send", "--help").out()).contains("Exit status: 0 delivered");
    }

    @Test
    void logsNothingOnStandardOutput() throws IOException, InterruptedException {
        Process client = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp", System.getProperty("java.class.path"), Main.class.getName(),
                        "send", "--via", "jms", "--broker", "tcp://127.0.0.1:1")
                .start();
        String out = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(client.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(client.waitFor()).isEqualTo(2);
        assertThat(out).isEmpty();
        assertThat(err).startsWith("Cannot connect to the broker").hasLineCount(1);
    }

    /** The client as a program of its own. */
    static final class Main {

        public static void main(String[] arguments) {
            System.exit(SenderCommands.run(Gateway.client(), arguments));
        }
    }
}
