package taskgateway.operate;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;

/** What an operator's command leaves behind: its exit code and what it printed on either stream. */
public record Desk(int code, String out, String err) {

    /**
     * Executes a command.
     *
     * @param answer what the operator answers to any question, or null for a script, which nobody can ask
     */
    public static Desk run(Function<Path, Place> settings, Boolean answer, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commands = Operator.commandLine(settings, question -> {
            out.write(question + "\n");
            return Optional.ofNullable(answer);
        });
        int code = commands.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true)).execute(arguments);
        return new Desk(code, out.toString(), err.toString());
    }
}
