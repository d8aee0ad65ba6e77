package taskgateway.command.send;

import ch.qos.logback.classic.LoggerContext;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine;
import taskgateway.command.ClientFault;
import taskgateway.command.ExitStatus;
import taskgateway.command.TimeLimit;

/**
 * The command line of a sender: {@code send} a task, {@code token} for another tool. Exit statuses: 0 on a 2xx answer,
 * 1 when the task was refused, 2 when the command was wrong or nothing was sent, 3 when no answer came and the outcome
 * is not known; with 2 and 3 goes one line on the error stream.
 */
@Command(name = "task-gateway", subcommands = {SendCommand.class, TokenCommand.class},
        description = "Sends GP Connect tasks through the gateway.", synopsisSubcommandLabel = "(send | token)")
public final class SenderCommands {

    /** The names of the commands. */
    public static final Set<String> COMMANDS = Set.of("send", "token");

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    private final Function<Path, Contact> settings;

    private SenderCommands(Function<Path, Contact> settings) {
        this.settings = settings;
    }

    /**
     * The commands, ready to execute or to be mounted; logging stays as it is.
     *
     * @param settings reads a gateway's settings file
     */
    public static CommandLine commandLine(Function<Path, Contact> settings) {
        return inOneLine(new CommandLine(new SenderCommands(settings)), new TimeLimit());
    }

    /**
     * The same commands, saying what is wrong with them, and why they failed, in one line on the error stream.
     *
     * @param limit after which they are given up
     */
    public static CommandLine inOneLine(CommandLine commands, TimeLimit limit) {
        return commands
                .setExecutionStrategy(limit)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((fault, arguments) -> usageFault(fault))
                .setExecutionExceptionHandler((fault, command, result) -> executionFault(fault, command));
    }

    /**
     * Executes a command, for a program that does nothing else: logging is switched off, so that standard output holds
     * the answer alone.
     *
     * @return the exit code
     */
    public static int run(CommandLine commands, String... arguments) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
            logback.reset(); // Takes every appender away, whatever the configuration says.
        }
        return commands.execute(arguments);
    }

    Contact contact(Path config) {
        return settings.apply(config);
    }

    private static int usageFault(ParameterException fault) {
        CommandLine command = fault.getCommandLine();
        command.getErr().println(oneLine(fault) + " (see " + command.getCommandSpec().qualifiedName() + " --help)");
        return ExitStatus.FAILED;
    }

    private static int executionFault(Exception fault, CommandLine command) {
        String prefix = fault instanceof ClientFault ? "" : fault.getClass().getSimpleName() + ": ";
        command.getErr().println(prefix + oneLine(fault));
        return fault instanceof ClientFault told ? told.code() : ExitStatus.FAILED;
    }

    private static String oneLine(Exception fault) {
        return String.valueOf(fault.getMessage()).lines().findFirst().orElse("");
    }
}
