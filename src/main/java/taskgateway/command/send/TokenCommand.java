package taskgateway.command.send;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import taskgateway.command.ExitStatus;
import taskgateway.token.TokenIssuer;

/** Prints a fresh token, for another tool to put behind {@code Authorization: Bearer}. */
@Command(name = "token", description = "Prints a token for a request to a provider; it lives five minutes.",
        footer = "Exit status: 0 done, 2 wrong command.")
final class TokenCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private PartyOptions parties;

    @Option(names = "--scope", defaultValue = TokenIssuer.WRITE,
            description = "requested_scope (default: ${DEFAULT-VALUE}); to read, organization/*.read.")
    private String scope;

    @Option(names = "--decode", description = "Print header and claims for reading, not the token.")
    private boolean decode;

    @Override
    public Integer call() throws JsonProcessingException {
        PrintWriter out = spec.commandLine().getOut();
        String token = new TokenIssuer()
                .issue(parties.consumer(), parties.provider().serviceRoot(), scope, Instant.now());
        if (decode) {
            String[] parts = token.split("\\.");
            out.println(pretty(parts[0]));
            out.println(pretty(parts[1]));
        } else {
            out.println(token);
        }
        return ExitStatus.OK;
    }

    private static String pretty(String part) throws JsonProcessingException {
        String json = new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
        return new ObjectMapper().readTree(json).toPrettyString();
    }
}
