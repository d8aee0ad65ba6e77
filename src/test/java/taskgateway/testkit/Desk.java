package taskgateway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;
import taskgateway.command.operate.GatewayAccess;
import taskgateway.command.operate.OperatorCommands;

/** What an operator's command leaves behind: its exit code and what it printed on either stream. */
public record Desk(int code, String out, String err) {

    /**
     * Executes a command.
     *
     * @param answer what the operator answers to any question, or null for a script, which nobody can ask
     */
    public static Desk run(Function<Path, GatewayAccess> settings, Boolean answer, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commands = OperatorCommands.commandLine(settings, question -> {
            out.write(question + "\n");
            return Optional.ofNullable(answer);
        });
        int code = commands.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true)).execute(arguments);
        return new Desk(code, out.toString(), err.toString());
    }

    /** That a command has failed with this status, and said no more than one line that holds this. */
    public static void assertFails(Desk desk, int code, String line) {
        assertThat(desk.err()).contains(line).hasLineCount(1);
        assertThat(desk.code()).isEqualTo(code);
    }
}
