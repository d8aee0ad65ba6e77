package taskgateway.command.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static taskgateway.testkit.Desk.assertFails;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import taskgateway.testkit.Desk;
import taskgateway.testkit.OperatedGateway;
import taskgateway.testkit.Records;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/** Whoever changes the audit trail is found out: the first break of the chain is named. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Slow
public class AuditVerifyTest {

    @TempDir
    static Path data;
    private Map<String, String> settings;
    private Desk whileItRuns;

    /** What a gateway has to be told to use a fresh database. */
    Map<String, String> database() throws Exception {
        return Map.of();
    }

    /** The URL of a copy of that database, which nobody uses. */
    String copy(Path folder) throws Exception {
        Files.copy(data.resolve("db.mv.db"), folder.resolve("db.mv.db"));
        return settings.get("gateway.database.url").replace(data.toString(), folder.toString());
    }

    /** Six records of the gateway, and two of operators. */
    @BeforeAll
    void audited() throws Exception {
        RunningGateway gateway = RunningGateway.start(data, database());
        Sender sender = new Sender(gateway);
        for (int i = 0; i < 3; i++) {
            sender.create("B82617", sender.createHeaders("B82617"), Sender.json());
            sender.create("B82617", sender.createHeaders("B82617"), "{}");
        }
        settings = gateway.settings();
        Path config = OperatedGateway.config(data, settings);
        for (String command : new String[] {"pause", "resume"}) {
            assertThat(OperatedGateway.run(config, null, "provider", command, "B82617", "--why", "x").code()).isZero();
        }
        whileItRuns = OperatedGateway.run(config, null, "audit", "verify");
        gateway.stop();
    }

    @Test
    void anUntouchedTrailVerifiesWhileTheGatewayRunsAndAfter() throws Exception {
        for (Desk desk : new Desk[] {whileItRuns, verify("select 1")}) {
            assertThat(desk.code()).as(desk.out() + desk.err()).isZero();
            assertThat(desk.out().lines().skip(1))
                    .containsExactly("gateway-1  6        unbroken", "operators  2        unbroken");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "update audit set status = 201 where gateway = 'gateway-1' and sequence = 4                      | 3 | record 4"
                + " has been changed: its hash is not that of what it holds",
        "update audit set user_name = null where gateway = 'gateway-1' and sequence = 1                  | 0 | record 1"
        + " has been changed: its hash is not that of what it holds",
        "update audit set recorded_at = recorded_at + interval '1' second where gateway = 'gateway-1' and sequence = 6"
        + " | 5 | record 6 has been changed: its hash is not that of what it holds",
        "delete from audit where gateway = 'gateway-1' and sequence = 3                                  | 2 | record 3"
        + " is missing",
        "delete from audit where gateway = 'gateway-1' and sequence in (1, 2)                            | 0 | records"
        + " 1 to 2 are missing",
        "delete from audit where gateway = 'gateway-1' and sequence > 4                                  | 4 | records"
        + " 5 to 6, the last ones, are missing",
        "delete from audit where gateway = 'gateway-1' and sequence = 6                                  | 5 | record"
        + " 6, the last one, is missing",
        "update audit set sequence = case sequence when 2 then -3 when 3 then -2 end where gateway = 'gateway-1' and"
        + " sequence in (2, 3); update audit set sequence = -sequence where sequence < 0 | 1 | record 2 does not follow"
        + " record 1: it holds another hash of what was before it",
        "update audit set previous_hash = hash where gateway = 'gateway-1' and sequence = 5              | 4 | record 5"
        + " does not follow record 4: it holds another hash of what was before it",
        "update audit set hash = previous_hash where gateway = 'gateway-1' and sequence = 2              | 1 | record 2"
        + " has been changed: its hash is not that of what it holds",
        "update gateway set last_sequence = 5 where name = 'gateway-1'                                   | 6 | record 6"
        + " comes after the end of the chain that is noted",
        "update gateway set last_hash = '0' where name = 'gateway-1'                                     | 6 | record"
        + " 6, the last one, has another hash than is noted of the chain's end",
        "delete from gateway where name = 'gateway-1'                                                    | 6 | the end"
        + " of the chain, noted in table gateway, has been removed"})
    void theFirstBreakIsNamed(String damage, long inOrder, String fault) throws Exception {
        Desk desk = verify(damage.strip());
        assertThat(desk.code()).isEqualTo(1);
        assertThat(desk.out().lines().skip(1))
                .containsExactly("gateway-1  " + inOrder + "        BROKEN: " + fault, "operators  2        unbroken");
    }

    @Test
    void oneChainIsVerifiedAlone() throws Exception {
        Path config = copied("delete from audit where gateway = 'gateway-1' and sequence = 1");
        assertThat(OperatedGateway.run(config, null, "audit", "verify", "--gateway", "operators").code()).isZero();
        assertThat(OperatedGateway.run(config, null, "audit", "verify", "--gateway", "gateway-1", "--json").out())
                .contains("\"records\" : 0");
        assertFails(OperatedGateway.run(config, null, "audit", "verify", "--gateway", "none"), 1,
                "there is no chain of a gateway named none");
    }

    private Desk verify(String damage) throws Exception {
        return OperatedGateway.run(copied(damage), null, "audit", "verify");
    }

    /** The settings of a copy of the database, damaged. */
    private Path copied(String damage) throws Exception {
        Path folder = Files.createTempDirectory(data, "copy");
        Map<String, String> other = new HashMap<>(settings);
        other.put("gateway.database.url", copy(folder));
        Records records = new Records(other);
        for (String statement : damage.split(";")) {
            records.execute(statement);
        }
        return OperatedGateway.config(folder, other);
    }
}
