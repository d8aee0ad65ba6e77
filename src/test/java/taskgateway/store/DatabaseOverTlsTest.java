package taskgateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import taskgateway.store.sql.Database;
import taskgateway.testkit.Authority;
import taskgateway.testkit.Slow;

/** A real PostgreSQL behind TLS, by the JDBC URL that docs/tls.md gives. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Slow
class DatabaseOverTlsTest {

    private final Authority authority = new Authority("Test authority");
    // Of the name localhost alone, so that 127.0.0.1 is another's.
    private final Authority.Issued server = authority.issue(
            Authority.server().named("localhost", new GeneralName(GeneralName.dNSName, "localhost")));

    @TempDir
    private Path folder;
    private EmbeddedPostgres postgres;

    @BeforeAll
    void start() throws IOException {
        postgres = EmbeddedPostgres.builder().setServerConfig("ssl", "on").setDataDirectoryCustomizer(this::secure)
                .setConnectConfig("sslmode", "require").start();
    }

    private void secure(File data) {
        try {
            Files.writeString(data.toPath().resolve("server.crt"), server.pem());
            Path key = Files.writeString(data.toPath().resolve("server.key"), server.keyPem());
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
            Path access = data.toPath().resolve("pg_hba.conf");
            Files.writeString(access, "hostssl all all 127.0.0.1/32 trust\nhostssl all all ::1/128 trust\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    void stop() throws IOException {
        postgres.close();
    }

    @Test
    void speaksTlsWithADatabaseThatItTrusts() throws Exception {
        try (HikariDataSource database = Database.open(url("localhost", authority), "postgres", "", 2);
                Connection connection = database.getConnection(); Statement statement = connection.createStatement();
                ResultSet tls =
                        statement.executeQuery("select ssl, version from pg_stat_ssl where pid = pg_backend_pid()")) {
            assertThat(tls.next()).isTrue();
            assertThat(tls.getBoolean(1)).isTrue();
            assertThat(tls.getString(2)).isEqualTo("TLSv1.3");
        }
    }

    @Test
    void doesNotStartWithADatabaseOfAnUnknownAuthority() {
        assertThatThrownBy(() -> Database.open(url("localhost", new Authority("Other")), "postgres", "", 2))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("gateway.database.url");
    }

    @Test
    void doesNotStartWithADatabaseOfAnotherName() {
        assertThatThrownBy(() -> Database.open(url("127.0.0.1", authority), "postgres", "", 2))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("could not be verified");
    }

    private String url(String host, Authority trusted) throws IOException {
        Path root = Files.writeString(
                folder.resolve(trusted.own.certificate().getSubjectX500Principal().getName() + ".pem"),
                trusted.own.pem());
        return "jdbc:postgresql://" + host + ":" + postgres.getPort()
                + "/postgres?sslmode=verify-full&sslrootcert=" + root;
    }
}
