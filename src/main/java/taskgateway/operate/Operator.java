package taskgateway.operate;

import java.nio.file.Path;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import taskgateway.cli.Client;

/**
 * The command line of an operator: looks into a gateway's database and changes it, whether or not the gateway runs. Exit
 * codes: 0 when all that was asked for was done, 1 when something was not found, not done or found broken, 2 when the command
 * was wrong or the database cannot be used, with one line on the error stream.
 */
@Command(name = "task-gateway", synopsisSubcommandLabel = "(messages | dead | provider | retention | audit)",
        subcommands = {MessagesCommand.class, DeadCommand.class, ProviderCommand.class, RetentionCommand.class, AuditCommand.class},
        description = "Looks into what a gateway has done, and takes up what it could not do.")
public final class Operator {

    /** The names of the commands. */
    public static final Set<String> COMMANDS = Set.of("messages", "dead", "provider", "retention", "audit");

    static final int DONE = 0;
    static final int NOT_DONE = 1;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    private final Function<Path, Place> settings;
    private final Question question;

    private Operator(Function<Path, Place> settings, Question question) {
        this.settings = settings;
        this.question = question;
    }

    /**
     * The commands, ready to execute; they ask on the console.
     *
     * @param settings reads a settings file
     */
    public static CommandLine commandLine(Function<Path, Place> settings) {
        return commandLine(settings, Question.onConsole());
    }

    static CommandLine commandLine(Function<Path, Place> settings, Question question) {
        return Client.inOneLine(new CommandLine(new Operator(settings, question)));
    }

    Place place(Path config) {
        return settings.apply(config);
    }

    Question question() {
        return question;
    }
}
