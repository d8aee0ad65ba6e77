package taskgateway.command.operate;

import java.nio.file.Path;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine;
import taskgateway.command.TimeLimit;
import taskgateway.command.send.SenderCommands;

/**
 * The command line of an operator: looks into a gateway's database and changes it, whether or not the gateway runs.
 * Exit statuses: 0 when all that was asked for was done, 1 when something was not found, not done or found broken, 2
 * when the command was wrong or the database cannot be used, 3 when it was given up ({@code --timeout}) and nobody
 * knows whether it was done; with 2 and 3 goes one line on the error stream.
 */
@Command(name = "task-gateway", synopsisSubcommandLabel = "(messages | dead | provider | retention | audit)",
        subcommands = {MessagesCommand.class, DeadCommand.class, ProviderCommand.class, RetentionCommand.class,
                AuditCommand.class},
        description = "Looks into what a gateway has done, and takes up what it could not do.")
public final class OperatorCommands {

    /** The names of the commands. */
    public static final Set<String> COMMANDS = Set.of("messages", "dead", "provider", "retention", "audit");

    private static final String[] STATUSES = {"",
        "Exit status: 0 done; 1 not found, not done, or found broken; 2 the command was",
        "wrong, or the database cannot be used; 3 given up (--timeout): whether it was", "done is not known."};

    static final int DONE = 0;
    static final int NOT_DONE = 1;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    private final Function<Path, GatewayAccess> settings;
    private final OperatorQuestion question;

    private OperatorCommands(Function<Path, GatewayAccess> settings, OperatorQuestion question) {
        this.settings = settings;
        this.question = question;
    }

    /**
     * The commands, ready to execute; they ask on the console.
     *
     * @param settings reads a settings file
     */
    public static CommandLine commandLine(Function<Path, GatewayAccess> settings) {
        return commandLine(settings, OperatorQuestion.onConsole());
    }

    public static CommandLine commandLine(Function<Path, GatewayAccess> settings, OperatorQuestion question) {
        TimeLimit limit = new TimeLimit();
        OperatorQuestion counted = text -> limit.whileAsking(() -> question.ask(text));
        CommandLine commands = new CommandLine(new OperatorCommands(settings, counted));
        footers(commands);
        return SenderCommands.inOneLine(commands, limit);
    }

    private static void footers(CommandLine command) {
        command.getCommandSpec().usageMessage().footer(STATUSES);
        command.getSubcommands().values().forEach(OperatorCommands::footers);
    }

    GatewayAccess access(Path config) {
        return settings.apply(config);
    }

    OperatorQuestion question() {
        return question;
    }
}
