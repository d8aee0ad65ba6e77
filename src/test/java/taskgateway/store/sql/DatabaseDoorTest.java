package taskgateway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static taskgateway.testkit.Desk.assertFails;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import taskgateway.testkit.Desk;
import taskgateway.testkit.OperatedGateway;
import taskgateway.testkit.Records;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Slow;

/**
 * Commands get at the embedded database of a running gateway, from this machine and with the key alone; and at its file
 * else.
 */
@ExtendWith(OperatedGateway.Shared.class)
@Slow
class DatabaseDoorTest {

    private final OperatedGateway operated;
    private final Path door;

    DatabaseDoorTest(OperatedGateway operated) {
        this.operated = operated;
        String url = operated.gateway.setting("gateway.database.url");
        this.door = Path.of(url.substring("jdbc:h2:file:".length(), url.indexOf(';')) + ".door");
    }

    @Test
    void aCommandOfAnotherProcessWorksBesideTheGateway() throws Exception {
        String trace = operated.accept("B82617");
        ProcessBuilder program = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"), "-XX:TieredStopAtLevel=1", "taskgateway.Gateway",
                "messages", "list", "--trace", trace, "--json");
        program.environment().put("GATEWAY_DATABASE_URL", operated.gateway.setting("gateway.database.url"));
        Process command = program.start();
        String out = new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(command.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(command.waitFor()).as(err).isZero();
        assertThat(out).startsWith("[").contains(trace);
        assertThat(err).isEmpty();
    }

    @Test
    void listensOnTheLoopbackAddressAlone() throws Exception {
        int port = Integer.parseInt(Files.readString(door).split(" ")[0]);
        new Socket(InetAddress.getByName("127.0.0.1"), port).close();
        // What listens on every address listens on this one too.
        assertThatThrownBy(() -> new Socket(InetAddress.getByName("127.0.0.2"), port).close())
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void opensToNobodyWithoutTheKeyNorForAnotherDatabase() throws Exception {
        String port = Files.readString(door).split(" ")[0];
        String database = door.toString().replace(".door", "");
        for (String name : new String[] {database, database + "2", "0".repeat(64), "mem:x"}) {
            assertThatThrownBy(() ->
                    DriverManager.getConnection("jdbc:h2:tcp://127.0.0.1:" + port + "/" + name, "gateway", "").close())
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void nobodyButTheOwnerReadsTheKey() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(door))).isEqualTo("rw-------");
    }

    @Test
    void afterTheGatewaysEndTheFileIsOpenedWhateverItsKillLeftBehind(@TempDir Path data) throws Exception {
        RunningGateway other = RunningGateway.start(data, Map.of());
        Path left = data.resolve("db.door");
        assertThat(left).exists();
        Path config = OperatedGateway.config(data, other.settings());
        other.stop();
        assertThat(left).doesNotExist();
        assertThat(list(config).code()).isZero();
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            for (String stale : new String[] {silent.getLocalPort() + " 00", "1 00", "nonsense", ""}) {
                Files.writeString(left, stale);
                assertThat(list(config).code()).as(stale).isZero();
            }
        }
        Records records = new Records(other);
        try (var connection = records.open()) {
            assertThat(list(config).code()).as("the same process may open it twice").isZero();
        }
        records.execute("update \"flyway_schema_history\" set \"checksum\" = 1 where \"version\" = '1'");
        assertFails(list(config), 2, "its tables are of another version than this program");
        Map<String, String> absent = new HashMap<>(other.settings());
        absent.put("gateway.database.url", "jdbc:h2:file:" + data.resolve("none"));
        assertFails(list(OperatedGateway.config(data, absent)), 2, "it is not there yet");
        assertThat(data.resolve("none.mv.db")).doesNotExist();
    }

    private static Desk list(Path config) {
        return OperatedGateway.run(config, null, "messages", "list");
    }
}
