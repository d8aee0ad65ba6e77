package taskgateway.command.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static taskgateway.testkit.Desk.assertFails;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import taskgateway.Gateway;
import taskgateway.testkit.Desk;
import taskgateway.testkit.OperatedGateway;
import taskgateway.testkit.Responses;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/** An operator finds what came in and what became of it, beside the running gateway. */
@ExtendWith(OperatedGateway.Shared.class)
@Slow
public class MessagesCommandTest {

    private final OperatedGateway operated;

    MessagesCommandTest(OperatedGateway operated) {
        this.operated = operated;
    }

    @Test
    void findsAMessageByWhatIsKnownOfIt() throws Exception {
        String trace = operated.accept("B82617");
        awaitDelivered(trace);
        String identifier = "200000000359." + trace;
        for (String[] filter
                : new String[][] {{"--trace", trace.toUpperCase(Locale.ROOT)}, {"--identifier", identifier},
            {"--identifier", "urn:taskgateway:task|" + identifier}}) {
            JsonNode rows = operated.json("messages", "list", filter[0], filter[1], "--provider", "B82617", "--from",
                    "200000000359", "--state", "accepted", "--patient", "B82617/Patient/1", "--since", "1h", "--until",
                    "2099-01-01", "--status", "201", "--via", "http", "--nhs-number", "900 000 0009");
            assertThat(rows).hasSize(1);
            assertThat(rows.at("/0/trace_id").asText()).isEqualTo(trace);
            assertThat(rows.at("/0/delivery").asText()).isEqualTo("DELIVERED");
        }
        for (String[] other
                : new String[][] {{"--provider", "A20047"}, {"--from", "1"}, {"--state", "FAILED"}, {"--until", "1h"},
            {"--status", "5xx"}, {"--status", "200"}, {"--via", "JMS"}, {"--nhs-number", "9000000017"},
            {"--patient", "B82617/Patient/2"}, {"--patient", "C83615/Patient/1"}, {"--identifier", "x"}}) {
            assertThat(operated.json("messages", "list", "--trace", trace, other[0], other[1])).isEmpty();
        }
    }

    @Test
    void listsTheNewestFirstInATable() throws Exception {
        String first = operated.accept("B82617");
        String second = operated.accept("B82617");
        Desk desk = operated.run("messages", "list", "--provider", "B82617", "--limit", "2");
        assertThat(desk.code()).isZero();
        assertThat(desk.out().lines()).hasSize(3);
        assertThat(desk.out().lines().findFirst().orElseThrow())
                .startsWith("received_at           state     status  delivery");
        assertThat(desk.out()).containsSubsequence(id(second), id(first));
    }

    @Test
    void tablesFitATerminalAndNameWhatTheNextCommandNeeds() throws Exception {
        long dead = operated.deadDelivery();
        assertThat(operated.sender.create("B82617", operated.sender.createHeaders("B82617"), "{}").statusCode())
                .isEqualTo(400);
        for (String[] list
                : new String[][] {{"messages", "list"}, {"dead", "list", "--state", "all"}, {"provider", "list"},
                        {"audit", "verify"}}) {
            assertThat(operated.run(list).out().lines()).as(list[0]).hasSizeGreaterThan(1)
                    .allSatisfy(line -> assertThat(line).hasSizeLessThan(121));
        }
        String id = operated.json("messages", "list", "--limit", "1").at("/0/id").asText();
        assertThat(operated.run("messages", "list", "--limit", "1").out()).contains(id);
        assertThat(operated.run("dead", "list").out()).containsPattern("(?m)^" + dead + " ");
    }

    @Test
    void aCommandThatHangsIsGivenUp() throws Exception {
        DataSource database = (DataSource) operated.gateway.camel().getRegistry().lookupByName("database");
        operated.run("messages", "show", operated.accept("B82617"), "--body", "--why",
                "so that the operators have a chain");
        try (Connection other = database.getConnection()) {
            other.createStatement()
                    .executeQuery("select last_sequence from gateway where name = 'operators' for update");
            long start = System.nanoTime();
            Desk desk = operated.run("provider", "resume", "B82617", "--why", "x", "--timeout", "1");
            assertFails(desk, 3, "No end within 1 s (--timeout): whether it was done is not known.");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
            other.rollback();
        }
        assertFails(operated.run("messages", "list", "--timeout", "0"), 2, "--timeout takes 1 to 86400 seconds");
    }

    @Test
    void showsAMessageWithItsDeliveryAndNoBody() throws Exception {
        String trace = operated.accept("B82617");
        awaitDelivered(trace);
        Desk desk = operated.run("messages", "show", trace);
        assertThat(desk.code()).as(desk.err()).isZero();
        assertThat(desk.out()).containsPattern("delivery +DELIVERED").containsPattern("attempts +1")
                .doesNotContain("Please review");
        String id = operated.json("messages", "show", trace).at("/0/id").asText();
        assertThat(operated.json("messages", "show", id).at("/0/trace_id").asText()).isEqualTo(trace);
    }

    @Test
    void showsWhoseRefusalAnAnswerIsAndWhy() throws Exception {
        operated.provider.says(Responses.response(500, "text/html", "<html>Oops</html>"));
        Map<String, String> headers = operated.sender.createHeaders("A20047");
        assertThat(operated.sender.create("A20047", headers, Sender.json()).statusCode()).isEqualTo(502);
        assertThat(operated.run("messages", "show", headers.get("Ssp-TraceID")).out())
                .containsPattern("refused_by +GATEWAY")
                .containsPattern("reason +answered 500, text/html, without an OperationOutcome");
    }

    @Test
    void showsABodyOnlyWithAReasonAndRecordsWhoLooked() throws Exception {
        String trace = operated.accept("B82617");
        assertThat(operated.run("messages", "show", trace, "--body").err()).startsWith("--why is missing")
                .hasLineCount(1);
        JsonNode row = operated.json("messages", "show", trace, "--body", "--who", "J. Doe", "--why",
                "asked by the practice").get(0);
        assertThat(row.at("/task").asText()).contains("Please review");
        Map<String, Object> audit = operated.actions("messages show --body " + row.at("/id").asText()).get(0);
        assertThat(audit).containsEntry("user_id", "J. Doe").containsEntry("reason", "asked by the practice")
                .containsEntry("via", "COMMAND")
                .containsEntry("trace_id", trace).containsEntry("provider_ods", "B82617").containsEntry("outcome", "OK")
                .containsEntry("task_id", row.at("/task_id").asText());
    }

    @Test
    void commandsAtOnceWriteOneUnbrokenChain() throws Exception {
        String trace = operated.accept("B82617");
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            Callable<Desk> look = () -> operated.run("messages", "show", trace, "--body", "--why", "at once");
            for (Future<Desk> desk : threads.invokeAll(Collections.nCopies(12, look))) {
                assertThat(desk.get().code()).as(desk.get().err()).isZero();
            }
        } finally {
            threads.shutdown();
        }
        assertThat(operated.records.number(
                "select count(*) from audit where gateway = 'operators' and reason = 'at once'")).isEqualTo(12);
        assertThat(operated.run("audit", "verify").code()).isZero();
    }

    @Test
    void aPatientAndTheNhsNumberOfAnotherFindNothing() {
        Desk found = operated.run("messages", "list", "--patient", "B82617/Patient/1", "--nhs-number", "9000000017");

        assertThat(found.err()).isEmpty();
        assertThat(found.out()).isEqualTo("none\n");
    }

    @Test
    void whatIsWrongIsSaidInOneLine() {
        assertFails(operated.run("messages", "list", "--state", "LOST"), 2, "--state is none of ACCEPTED,");
        assertFails(operated.run("messages", "list", "--patient", "Patient/1"), 2,
                "--patient takes a provider and its reference");
        assertFails(operated.run("messages", "list", "--status", "gone"), 2,
                "--status takes an HTTP status, as 422 or 4xx");
        assertFails(operated.run("messages", "list", "--nhs-number", "9000000008"), 2,
                "--nhs-number takes ten digits with a right check digit");
        assertFails(operated.run("messages", "list", "--nhs-number", "9434765919"), 1,
                "no hosted provider's registry has a patient with this NHS number");
        assertFails(operated.run("messages", "list", "--since", "yesterday"), 2, "'yesterday' is no time");
        assertFails(operated.run("messages", "show", "none"), 1, "there is no message");
        assertFails(Desk.run(Gateway::access, null, "messages"), 2, "Missing required subcommand");
        assertThat(operated.run("messages", "list", "--help").out())
                .contains("--identifier", "--nhs-number", "Exit status: 0 done");
    }

    @Test
    void whatASenderWroteCannotMoveTheTerminalsCursor() throws Exception {
        String trace = operated.accept("B82617");
        operated.records.execute("update message set outcome = 'OK' || chr(27) || '[2J' where trace_id = '"
                + trace + "'");
        assertThat(operated.run("messages", "list", "--trace", trace).out()).contains("OK\uFFFD[2J")
                .doesNotContain("\u001b");
    }

    private String id(String trace) throws Exception {
        return operated.json("messages", "list", "--trace", trace).at("/0/id").asText();
    }

    private void awaitDelivered(String trace) {
        String delivered =
                "select count(*) from delivery d join task t on t.id = d.task_id where t.trace_id = ? and d.state ="
                + " 'DELIVERED'";
        await().until(() -> operated.records.number(delivered, trace) == 1);
    }
}
