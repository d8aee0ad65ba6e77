package taskgateway.command.operate;

import java.io.Console;
import java.util.Optional;

/** Asks the operator whether to go on. */
public interface OperatorQuestion {

    /** The answer, yes or no; empty when there is nobody to ask. */
    Optional<Boolean> ask(String question);

    /** Asks at the terminal; a script has none. */
    static OperatorQuestion onConsole() {
        return question -> {
            Console console = System.console();
            if (console == null) {
                return Optional.empty();
            }
            String answer = console.readLine("%s [y/N] ", question);
            return answer == null ? Optional.empty() : Optional.of(answer.strip().matches("(?i)y(es)?"));
        };
    }
}
