package taskgateway.command.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static taskgateway.testkit.Desk.assertFails;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import taskgateway.store.KeptAnswers;
import taskgateway.testkit.Desk;
import taskgateway.testkit.OperatedGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/** What is old is removed, bodies and records apart, and never what is not delivered. */
@ExtendWith(OperatedGateway.Shared.class)
@Slow
class RetentionTest {

    private static final String BODIES = "2000d";
    private static final String METADATA = "4000d";

    private final OperatedGateway operated;

    RetentionTest(OperatedGateway operated) {
        this.operated = operated;
    }

    @Test
    void bodiesGoFirstAndRecordsLaterAndTheAuditTrailStays() throws Exception {
        String trace = delivered();
        age(trace, 3000);
        long audit = operated.records.number("select count(*) from audit");
        assertThat(count(operated.json("retention", "--bodies-older-than", BODIES, "--dry-run"), "task bodies"))
                .isEqualTo(1);
        assertThat(body(trace)).isNotNull();
        assertThat(count(operated.json("retention", "--bodies-older-than", BODIES, "--metadata-older-than", METADATA,
                "--why", "policy"), "task bodies"))
                .isEqualTo(1);
        assertThat(body(trace)).isNull();
        assertThat(operated.records.number(
                "select count(*) from message where trace_id = ? and answer_body is not null", trace)).isZero();
        assertThat(rows("message", trace) + rows("task", trace)).isEqualTo(2);
        age(trace, 5000);
        operated.json("retention", "--metadata-older-than", METADATA, "--why", "policy");
        assertThat(rows("message", trace) + rows("task", trace)).isZero();
        assertThat(operated.records.number("select count(*) from audit where gateway = 'gateway-1'")).isPositive();
        assertThat(operated.records.number("select count(*) from audit")).isEqualTo(audit + 4);
        assertThat(rows("audit", trace)).isEqualTo(1);
        assertThat(operated.actions("retention --bodies-older-than 2000d --records-older-than 4000d")).hasSize(1);
        assertThat(operated.run("audit", "verify").code()).isZero();
    }

    @Test
    void whatIsNotDeliveredStaysHoweverOldItIs() throws Exception {
        long dead = operated.deadDelivery();
        String trace = (String) operated.records.rows("select trace_id from dead_letter where id = ?", dead).get(0)
                .get("trace_id");
        for (String state : new String[] {"DEAD", "PENDING", "IN_DOUBT", "SENDING"}) {
            setState(trace, state);
            age(trace, 5000);
            operated.json("retention", "--bodies-older-than", "3d", "--metadata-older-than", "3d", "--yes", "--why",
                    "policy");
            assertThat(body(trace)).as(state).isNotNull();
            assertThat(rows("message", trace)).as(state).isEqualTo(1);
            assertThat(rows("dead_letter", trace)).as(state).isEqualTo(1);
        }
        setState(trace, "DEAD");
        assertThat(operated.run("dead", "discard", Long.toString(dead), "--why", "x").code()).isZero();
        age(trace, 5000);
        operated.json("retention", "--metadata-older-than", METADATA, "--why", "policy");
        assertThat(rows("message", trace) + rows("task", trace) + rows("dead_letter", trace)).isZero();
    }

    @Test
    void whatARepeatIsToldByIsNotRemovedTooEarly() {
        assertFails(operated.run("retention", "--metadata-older-than", "1d", "--why", "x"), 2,
                "a repeat would be taken for a new task");
        assertFails(operated.run("retention", "--bodies-older-than", "47h", "--dry-run"), 2,
                "a repeat could not be given its answer");
        assertFails(operated.run("retention", "--why", "x"), 2,
                "say --bodies-older-than, --records-older-than or both");
        assertFails(operated.run("retention", "--bodies-older-than", "3d"), 2, "--why is missing");
    }

    @Test
    void belowSevenDaysTheOperatorIsAsked() throws Exception {
        assertFails(operated.run("retention", "--bodies-older-than", "6d", "--why", "x"), 2,
                "There is nobody to ask: say --yes");
        Desk desk = operated.answering(false, "retention", "--metadata-older-than", "6d", "--why", "declined");
        assertThat(desk.out()).contains("Remove what is older than 6 days?");
        assertThat(desk.code()).isEqualTo(1);
        assertThat(operated.records.number("select count(*) from audit where reason = 'declined'")).isZero();
        assertThat(operated.run("retention", "--bodies-older-than", "6d", "--dry-run").code()).isZero();
        assertThat(operated.answering(false, "retention", "--bodies-older-than", BODIES, "--why", "x").code()).isZero();
    }

    @Test
    void mIsNoMinute() {
        assertFails(operated.run("retention", "--bodies-older-than", "6m", "--why", "x"), 2,
                "'6m' could be months or minutes: write days as 180d, minutes as 30min");
        assertFails(operated.run("messages", "list", "--since", "30m"), 2, "'30m' could be months or minutes");
        assertThat(operated.run("messages", "list", "--since", "30min").code()).isZero();
    }

    @Test
    void anAnswerIsKeptForRepeatsForItsTimeAndThenTheyAreRefused() throws Exception {
        Map<String, String> headers = operated.sender.createHeaders("B82617");
        String location =
                operated.sender.create("B82617", headers, Sender.json()).headers().firstValue("Location").orElseThrow();
        assertThat(operated.sender.create("B82617", headers, Sender.json()).headers().firstValue("Location"))
                .hasValue(location);
        String trace = headers.get("Ssp-TraceID");
        KeptAnswers answers = new KeptAnswers((DataSource) operated.gateway.camel().getRegistry()
                .lookupByName("database"), Duration.ofDays(5500));
        answers.dropExpired();
        assertThat(operated.records.number(
                "select count(*) from message where trace_id = ? and answer_format is not null", trace)).isEqualTo(1);
        age(trace, 6000);
        answers = new KeptAnswers((DataSource) operated.gateway.camel().getRegistry().lookupByName("database"),
                Duration.ofDays(5500));
        answers.dropExpired();
        var refused = operated.sender.create("B82617", headers, Sender.json());
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("no longer kept");
    }

    private String delivered() {
        String trace = operated.accept("B82617");
        await().until(() -> operated.records.number("select count(*) from delivery d join task t on t.id = d.task_id"
                + " where t.trace_id = ? and d.state = 'DELIVERED'", trace) == 1);
        return trace;
    }

    private void setState(String trace, String state) throws SQLException {
        // Not due before long, and nobody's.
        operated.records.execute("update delivery set state = '" + state
                + "', next_attempt_at = timestamp with time zone '2099-01-01 00:00:00+00',"
                + " run = (select run from gateway where name = 'gateway-1') where task_id = (select id from task where"
                + " trace_id = '" + trace + "')");
    }

    private void age(String trace, int days) throws SQLException {
        String then = " = timestamp with time zone '" + LocalDate.now(ZoneOffset.UTC).minusDays(days) + " 00:00:00+00'";
        operated.records.execute("update message set received_at" + then + ", answered_at" + then
                + " where trace_id = '" + trace + "'");
        operated.records.execute("update delivery set delivered_at" + then
                + " where delivered_at is not null and task_id in (select id from task where trace_id = '" + trace
                + "')");
        operated.records.execute("update task set received_at" + then + " where trace_id = '" + trace + "'");
        operated.records.execute("update dead_letter set died_at" + then + ", acted_at" + then + " where trace_id = '"
                + trace + "'");
    }

    private Object body(String trace) throws SQLException {
        return operated.records.rows("select body from task where trace_id = ?", trace).get(0).get("body");
    }

    private long rows(String table, String trace) throws SQLException {
        return operated.records.number("select count(*) from " + table + " where trace_id = ?", trace);
    }

    private static long count(JsonNode rows, String what) {
        for (JsonNode row : rows) {
            if (row.at("/what").asText().equals(what)) {
                return row.at("/count").asLong();
            }
        }
        return -1;
    }
}
