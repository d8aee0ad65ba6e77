package taskgateway.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** The gateway's database: the embedded one or PostgreSQL, as its JDBC URL says. */
public final class Database {

    private Database() {
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
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(connections);
        config.setConnectionTimeout(5_000);
        config.setAutoCommit(false);
        config.setPoolName("task-gateway");
        if (url.startsWith("jdbc:h2:")) {
            // One dialect for both databases; and what a task or an answer holds stands in its row, not beside it.
            config.setConnectionInitSql("set mode PostgreSQL; set max_length_inplace_lob 16384");
        }
        if (url.startsWith("jdbc:postgresql:")) {
            // A database that has gone without a word is noticed, and its callers are told in time. The URL may say otherwise.
            config.addDataSourceProperty("connectTimeout", "5");
            config.addDataSourceProperty("socketTimeout", "15");
            config.addDataSourceProperty("tcpKeepAlive", "true");
        }
        HikariDataSource pool = null;
        try {
            pool = new HikariDataSource(config);
            Flyway.configure().dataSource(pool).load().migrate();
            return pool;
        } catch (RuntimeException e) {
            if (pool != null) {
                pool.close();
            }
            throw new IllegalStateException("the database of gateway.database.url cannot be used: " + reason(e), e);
        }
    }

    private static String reason(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException) {
                return cause.getMessage().lines().findFirst().orElse("");
            }
        }
        String message = failure instanceof FlywayException ? "its tables cannot be brought up to date" : failure.getMessage();
        return message == null ? "" : message.lines().findFirst().orElse("");
    }
}
