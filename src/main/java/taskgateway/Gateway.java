package taskgateway;

import java.nio.file.Path;
import org.apache.camel.main.Main;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import taskgateway.cli.Client;

/**
 * The program: without a command it runs the gateway until it is told to stop; the commands are its client.
 */
@Command(name = "task-gateway", mixinStandardHelpOptions = true, versionProvider = Version.class,
        description = "Carries GP Connect tasks between organisations: runs the gateway until it is stopped.",
        footer = {"", "Client commands, each with a --help of its own:", "  send   sends a task through a running gateway",
            "  token  prints an audit token for another tool"})
public final class Gateway implements Runnable {

    @Option(names = "--config", defaultValue = "config/application.properties", paramLabel = "FILE",
            description = "The settings (default: ${DEFAULT-VALUE}).")
    private Path config;

    public static void main(String[] args) {
        boolean client = args.length > 0 && Client.COMMANDS.contains(args[0]);
        System.exit(client ? Client.run(args) : gateway().execute(args));
    }

    static CommandLine gateway() {
        return new CommandLine(new Gateway()).setExecutionExceptionHandler(Gateway::failed);
    }

    private static int failed(Exception failure, CommandLine command, CommandLine.ParseResult arguments) {
        command.getErr().println("task-gateway cannot start: " + failure.getMessage());
        return 1;
    }

    @Override
    public void run() {
        Main main = configured(config);
        try {
            main.run();
        } catch (Exception e) {
            throw new StartFailure(e);
        }
    }

    /**
     * The gateway, ready to be started.
     *
     * @param config the file with its settings
     */
    static Main configured(Path config) {
        Main main = new Main();
        main.setPropertyPlaceholderLocations("file:" + config);
        main.configure().addConfiguration(new Wiring());
        main.addMainListener(new Startup());
        return main;
    }
}
