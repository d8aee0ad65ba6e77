package taskgateway.operate;

import com.zaxxer.hikari.HikariDataSource;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import taskgateway.cli.ClientFault;
import taskgateway.provider.Provider;
import taskgateway.store.Database;

/** What every command of an operator has: the gateway's settings and database, and where it prints. */
final class Common {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--config", defaultValue = "config/application.properties", paramLabel = "FILE",
            showDefaultValue = Visibility.ALWAYS, description = "The gateway's settings; environment variables win.")
    private Path config;

    @Option(names = "--json", description = "Print JSON, for scripts.")
    private boolean json;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    /** What a command does with the database. */
    interface Task<T> {
        T with(DataSource database) throws SQLException;
    }

    /** What a command reads. */
    interface Look<T> {
        T with(Connection connection) throws SQLException;
    }

    Place place() {
        try {
            return ((Operator) command.root().userObject()).place(config);
        } catch (IllegalArgumentException e) {
            throw new ClientFault(e.getMessage(), e);
        }
    }

    /** The hosted providers of the directory as it is now, by their ODS codes. */
    Map<String, Provider> hosted() {
        Place place = place();
        try {
            return place.directory().get().hosted().stream()
                    .collect(Collectors.toMap(Provider::ods, Function.identity()));
        } catch (IllegalArgumentException e) {
            throw new ClientFault(e.getMessage(), e);
        }
    }

    /** Opens the database for a task, and closes it. */
    <T> T inDatabase(Task<T> task) {
        Place place = place();
        try (HikariDataSource database = Database.existing(place.databaseUrl(), place.databaseUser(), place.databasePassword())) {
            return task.with(database);
        } catch (IllegalStateException e) {
            throw new ClientFault(e.getMessage(), e);
        } catch (SQLException e) {
            throw new ClientFault("the database failed, SQL state " + e.getSQLState() + ": "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse("").replaceAll("; SQL statement:.*", ""), e);
        }
    }

    /** Reads from the database. */
    <T> T read(Look<T> look) {
        return inDatabase(database -> {
            try (Connection connection = database.getConnection()) {
                return look.with(connection);
            }
        });
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

    Question question() {
        return ((Operator) command.root().userObject()).question();
    }

    /** Why a command is wrong, which its options alone do not show. */
    ParameterException wrong(String fault) {
        return new ParameterException(command.commandLine(), fault);
    }

    /** The command as it is typed, its options left out. */
    String name() {
        return command.qualifiedName().substring(command.root().qualifiedName().length()).strip();
    }
}
