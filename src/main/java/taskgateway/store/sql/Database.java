package taskgateway.store.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import taskgateway.process.Assembly;

/** The gateway's database: the embedded one or PostgreSQL, as its JDBC URL says. */
public final class Database {

    /** What a program that uses a database at once has of it: a command never needs more. */
    private static final int COMMANDS_CONNECTIONS = 2;
    private static final String H2 = "jdbc:h2:";
    static final int IN_USE = 90020;
    private static final int CLOSED = 90098;
    private static final int ABSENT = 90146;
    private static final int IO = 90028;
    private static final int IO_WITH_REASON = 90031;

    static {
        // What the embedded database serves (see DatabaseDoor) is for this machine alone. It reads this when it is
        // loaded.
        System.setProperty("h2.bindAddress", "127.0.0.1");
    }

    private Database() {
    }

    /**
     * Opens the gateway's database, and the way in for an operator's commands.
     *
     * @throws IllegalStateException saying in one line that it cannot be used
     */
    public static HikariDataSource open(Assembly gateway, DatabaseSettings settings) throws Exception {
        HikariDataSource database = open(settings.url(), settings.user(), settings.password(), settings.connections());
        gateway.closeAtEnd(database);
        gateway.closeAtEnd(DatabaseDoor.open(settings.url()));
        gateway.bind("database", database);
        return database;
    }

    /**
     * Opens the database and brings its tables up to date.
     *
     * @param url         a JDBC URL
     * @param connections at most so many at once
     * @return a pool, to be closed by the caller
     * @throws IllegalStateException saying in one line that the database cannot be used
     */
    public static HikariDataSource open(String url, String user, String password, int connections) {
        return opened(pool(url, user, password, connections), Database::bringUpToDate);
    }

    /**
     * Opens the database of a gateway that may be running; its tables stay as they are.
     *
     * @param url the JDBC URL that the gateway opens
     * @return a pool, to be closed by the caller
     * @throws IllegalStateException saying in one line that the database cannot be used, is not there, or is of another
     *         version
     */
    public static HikariDataSource openExisting(String url, String user, String password) {
        String reachable = DatabaseDoor.urlThrough(url, user, password)
                .orElseGet(() -> DatabaseDoor.databaseFile(url).isPresent() ? url + ";IFEXISTS=TRUE" : url);
        HikariConfig config = pool(reachable, user, password, COMMANDS_CONNECTIONS);
        if (reachable.startsWith(H2)) {
            // Commands wait for each other at the end of their audit chain.
            config.setConnectionInitSql(config.getConnectionInitSql() + "; set lock_timeout 30000");
        }
        return opened(config, Database::checkVersion);
    }

    private static HikariConfig pool(String url, String user, String password, int connections) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(connections);
        config.setConnectionTimeout(5_000);
        config.setAutoCommit(false);
        config.setPoolName("task-gateway");
        if (url.startsWith(H2)) {
            // One dialect for both databases; and what a task or an answer holds stands in its row, not beside it.
            config.setDataSource(new EmbeddedConnections(url, user, password));
            config.setExceptionOverrideClassName(ClosedDatabase.class.getName());
            config.setConnectionInitSql("set mode PostgreSQL; set max_length_inplace_lob 16384");
        }
        if (url.startsWith("jdbc:postgresql:")) {
            configurePostgres(config);
        }
        return config;
    }

    private static void configurePostgres(HikariConfig config) {
        // A database that has gone without a word is noticed, and its callers are told in time. The URL may say
        // otherwise.
        config.addDataSourceProperty("connectTimeout", "5");
        config.addDataSourceProperty("socketTimeout", "15");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        // A commit that the server may still lose when it crashes is none, whatever its own settings say.
        config.setConnectionInitSql("""
                select set_config('synchronous_commit', 'on', false)
                where current_setting('synchronous_commit') = 'off'""");
        // Committed by itself: else it would be undone with the first transaction that is rolled back.
        config.setIsolateInternalQueries(true);
    }

    private static HikariDataSource opened(HikariConfig config, Consumer<HikariDataSource> then) {
        HikariDataSource pool = null;
        try {
            pool = new HikariDataSource(config);
            then.accept(pool);
            return pool;
        } catch (RuntimeException e) {
            if (pool != null) {
                pool.close();
            }
            throw new IllegalStateException("the database of gateway.database.url cannot be used: " + reason(e), e);
        }
    }

    /** What an older program would do to tables that it does not know, nobody can say. */
    private static void bringUpToDate(HikariDataSource pool) {
        try {
            // Without this, tables of a newer version would be taken with a warning.
            Flyway.configure().dataSource(pool).ignoreMigrationPatterns("*:pending").load().migrate();
        } catch (FlywayValidateException e) {
            throw new IllegalStateException(
                    "its tables are of a newer version of the gateway, or were made by another program: start"
                    + " that version, or restore the backup that was made before it", e);
        }
    }

    private static void checkVersion(HikariDataSource pool) {
        if (!Flyway.configure().dataSource(pool).ignoreMigrationPatterns(new String[0]).load().validateWithResult()
                .validationSuccessful) {
            throw new IllegalStateException(
                    "its tables are of another version than this program: a gateway of this version brings"
                    + " them up to date when it starts");
        }
    }

    private static String reason(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return switch (sql.getErrorCode()) {
                    case IN_USE ->
                            "it is already in use by another program, a gateway that is just starting or stopping"
                            + " perhaps";
                    case CLOSED -> "it has closed itself, as it does on a full disk: the log of the gateway says why";
                    case ABSENT -> "it is not there yet: a gateway makes it when it first starts";
                    case IO, IO_WITH_REASON -> "its files cannot be read or written: " + ioReason(cause);
                    default -> cause.getMessage().lines().findFirst().orElse("");
                };
            }
        }
        String message = failure instanceof FlywayException
                ? "its tables cannot be brought up to date: " + failure.getMessage().replaceAll("\\s+", " ")
                : failure.getMessage();
        return message == null ? "" : message.lines().findFirst().orElse("");
    }

    /** "No space left on device", for example, which H2 itself says of nothing but the innermost failure. */
    private static String ioReason(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return String.valueOf(innermost.getMessage()).lines().findFirst().orElse("");
    }
}
