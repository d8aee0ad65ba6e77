package taskgateway;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.main.Main;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine;
import taskgateway.command.ExitStatus;
import taskgateway.command.operate.GatewayAccess;
import taskgateway.command.operate.OperatorCommands;
import taskgateway.command.send.SenderCommands;
import taskgateway.desk.Patients;
import taskgateway.process.Ending;
import taskgateway.process.OutOfMemory;
import taskgateway.store.journal.NameTaken;

/**
 * The program: without a command it runs the gateway until it is told to stop; the commands are those of a sender and
 * of an operator.
 */
@Command(name = "task-gateway", mixinStandardHelpOptions = true, versionProvider = Version.class,
        description = "Carries GP Connect tasks between organisations: runs the gateway until it is stopped.",
        footer = {"", "Client commands, each with a --help of its own:",
            "  send   sends a task through a running gateway",
            "  token  prints an audit token for another tool",
            "", "Operator's commands, beside a running gateway or without one:",
            "  messages   lists and shows what came in and what became of it",
            "  dead       lists, shows, replays and discards what could not be handed on",
            "  provider   lists providers, pauses and resumes one, tries one again now",
            "  retention  removes what is old: bodies, and records of what is done",
            "  audit      verifies and exports the audit trail"})
public final class Gateway implements Runnable, CommandLine.IExitCodeGenerator {

    /** A stop in order takes no longer than Camel's, which has a time limit of its own (camel.main.shutdownTimeout). */
    private static final Duration LONGEST_STOP = Duration.ofSeconds(60);

    private final Ending ending = new Ending();

    static final Path USUAL_CONFIG = Path.of("config/application.properties");

    @Option(names = "--config", defaultValue = "config/application.properties", paramLabel = "FILE",
            description = "The settings (default: ${DEFAULT-VALUE}).")
    private Path config;

    public static void main(String[] args) {
        String command = args.length > 0 ? args[0] : "";
        int code = SenderCommands.COMMANDS.contains(command) ? SenderCommands.run(client(), args)
                : OperatorCommands.COMMANDS.contains(command) ? SenderCommands.run(operator(), args)
                : gateway().execute(args);
        if (code == ExitStatus.UNKNOWN) {
            Runtime.getRuntime().halt(code); // What hangs may hang at the end of the program too.
        }
        System.exit(code);
    }

    /** The commands of a sender, which read the gateway's settings. */
    public static CommandLine client() {
        return SenderCommands.commandLine(Contacts::of);
    }

    /** The operator's commands, which read the gateway's settings. */
    static CommandLine operator() {
        return OperatorCommands.commandLine(Gateway::access);
    }

    /** What an operator's commands need of the settings in a file. */
    public static GatewayAccess access(Path config) {
        Settings settings = Settings.of(config);
        return new GatewayAccess(settings.store().database(),
                new Patients(settings.store().patientKeyFile(), settings.directory().registries()),
                settings.repeat().keep(),
                () -> Settings.with(config, context -> DirectoryFile.read(context, settings)));
    }

    public static CommandLine gateway() {
        return new CommandLine(new Gateway()).setExecutionExceptionHandler(Gateway::failed);
    }

    private static int failed(Exception failure, CommandLine command, CommandLine.ParseResult arguments) {
        command.getErr().println("task-gateway cannot start: " + failure.getMessage());
        return Stream.<Throwable>iterate(failure, cause -> cause != null, Throwable::getCause)
                .anyMatch(NameTaken.class::isInstance) ? Ending.NAME_LOST : 1;
    }

    @Override
    public void run() {
        OutOfMemory.watch();
        Main main = configured(config, ending);
        ending.stopBy(() -> stop(main));
        try {
            main.run();
        } catch (Exception e) {
            throw new StartFailure(e);
        }
    }

    @Override
    public int getExitCode() {
        return ending.status();
    }

    /** What hangs in the end must not keep the process, which can be of no use any more. */
    private void stop(Main main) {
        main.completed();
        CompletableFuture.delayedExecutor(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS)
                .execute(() -> Runtime.getRuntime().halt(ending.status()));
    }

    /**
     * The gateway, ready to be started.
     *
     * @param config the file with its settings
     */
    public static Main configured(Path config) {
        return configured(config, new Ending());
    }

    private static Main configured(Path config, Ending ending) {
        StandardError.install();
        Main main = new Main();
        main.setPropertyPlaceholderLocations("false");
        main.configure().addConfiguration(new Wiring(ending));
        main.addMainListener(new Startup(config));
        return main;
    }
}
