package taskgateway.command.send;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;
import taskgateway.Gateway;

/** What a run of the client leaves behind: its exit code and what it printed on either stream. */
record Terminal(int code, String out, String err) {

    static Terminal run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine client = Gateway.client().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int code = client.execute(arguments);
        return new Terminal(code, out.toString(), err.toString());
    }
}
