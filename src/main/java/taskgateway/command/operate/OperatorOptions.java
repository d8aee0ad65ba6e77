package taskgateway.command.operate;

import com.zaxxer.hikari.HikariDataSource;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import taskgateway.command.ClientFault;
import taskgateway.command.TimeLimit;
import taskgateway.desk.NotDone;
import taskgateway.directory.Provider;
import taskgateway.store.sql.Database;
import taskgateway.store.sql.DatabaseSettings;

/** What every command of an operator has: the gateway's settings and database, and where it prints. */
final class OperatorOptions implements TimeLimit.Limited {

    /** Those that go through all that there is may take longer. */
    private static final Set<String> LONG =
            Set.of("retention", "audit verify", "audit export", "dead replay", "dead discard");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--config", defaultValue = "config/application.properties", paramLabel = "FILE",
            showDefaultValue = Visibility.ALWAYS, description = "The gateway's settings; environment variables win.")
    private Path config;

    @Option(names = "--json", description = "Print JSON, for scripts.")
    private boolean json;

    @Option(names = "--timeout", paramLabel = "SECONDS",
            description = "Give up after so long (default: 60; 3600 for retention, audit, dead replay and discard).")
    private Integer timeout;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    /** What a command does with the database. */
    interface DatabaseTask<T> {
        T with(DataSource database) throws SQLException;
    }

    @Override
    public Duration limit() {
        int seconds = timeout != null ? timeout : LONG.contains(name()) ? 3600 : 60;
        if (seconds < 1 || seconds > 86_400) {
            throw usageFault("--timeout takes 1 to 86400 seconds");
        }
        return Duration.ofSeconds(seconds);
    }

    GatewayAccess access() {
        try {
            return ((OperatorCommands) command.root().userObject()).access(config);
        } catch (IllegalArgumentException e) {
            throw new ClientFault(e.getMessage(), e);
        }
    }

    /** The providers of the directory as it is now, by their ODS codes, in its order. */
    Map<String, Provider> providers() {
        GatewayAccess place = access();
        try {
            return place.directory().get().providers().stream()
                    .collect(Collectors.toMap(Provider::ods, Function.identity(), (one, other) -> one,
                            LinkedHashMap::new));
        } catch (IllegalArgumentException e) {
            throw new ClientFault(e.getMessage(), e);
        }
    }

    /**
     * Opens the database for a task, and closes it.
     *
     * @throws ClientFault when the database cannot be used, or the task was not done
     */
    <T> T inDatabase(DatabaseTask<T> task) {
        DatabaseSettings settings = access().database();
        return orFault(() -> {
            try (HikariDataSource database =
                    Database.openExisting(settings.url(), settings.user(), settings.password())) {
                return task.with(database);
            } catch (SQLException e) {
                throw new ClientFault("the database failed, SQL state " + e.getSQLState() + ": "
                        + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
                        .replaceAll("; SQL statement:.*", ""), e);
            }
        });
    }

    /**
     * A value that the desk makes of an option.
     *
     * @param option what its fault begins with
     */
    <T> T value(String option, Supplier<T> value) {
        try {
            return orFault(value);
        } catch (IllegalArgumentException e) {
            throw usageFault(option + e.getMessage());
        }
    }

    private static <T> T orFault(Supplier<T> deed) {
        try {
            return deed.get();
        } catch (NotDone e) {
            throw ClientFault.notDone(e.getMessage());
        } catch (IllegalStateException e) {
            throw new ClientFault(e.getMessage(), e);
        }
    }

    Listing listing() {
        return new Listing(out(), json);
    }

    PrintWriter out() {
        return command.commandLine().getOut();
    }

    PrintWriter err() {
        return command.commandLine().getErr();
    }

    OperatorQuestion question() {
        return ((OperatorCommands) command.root().userObject()).question();
    }

    /** What the operator answers; where nobody can be asked, the command has to say so itself. */
    boolean confirms(String question, String option) {
        return question().ask(question).orElseThrow(() -> usageFault(question + " There is nobody to ask: say "
                + option));
    }

    /** Why a command is wrong, which its options alone do not show. */
    ParameterException usageFault(String fault) {
        return new ParameterException(command.commandLine(), fault);
    }

    /** The command as it is typed, its options left out. */
    String name() {
        return command.qualifiedName().substring(command.root().qualifiedName().length()).strip();
    }
}
