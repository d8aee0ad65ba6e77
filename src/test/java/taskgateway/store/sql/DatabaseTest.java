package taskgateway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskgateway.testkit.Postgres;
import taskgateway.testkit.Slow;

/** A commit that a gateway was told of is kept when the server crashes, also where the server is not set so. */
@Slow
class DatabaseTest {

    @TempDir
    private Path data;

    @Test
    void commitsAreForcedAlsoWhereTheServerIsSetToLoseThem() throws Exception {
        try (Postgres postgres = Postgres.start(data)) {
            try (Connection usual = DriverManager.getConnection(postgres.url(), "postgres", "")) {
                assertThat(setting(usual)).isEqualTo("off");
            }
            try (HikariDataSource database = Database.open(postgres.url(), "postgres", "", 2)) {
                assertForced(database);
            }
            try (HikariDataSource database = Database.openExisting(postgres.url(), "postgres", "")) {
                assertForced(database);
            }
        }
    }

    /** On a connection that nobody has used yet, also when the first thing done on it is undone. */
    private static void assertForced(HikariDataSource database) throws SQLException {
        database.getHikariPoolMXBean().softEvictConnections();
        try (Connection connection = database.getConnection()) {
            assertThat(setting(connection)).isEqualTo("on");
            connection.rollback();
            assertThat(setting(connection)).isEqualTo("on");
        }
    }

    private static String setting(Connection connection) throws SQLException {
        return Statements.rows(connection, "show synchronous_commit").get(0).get("synchronous_commit").toString();
    }
}
