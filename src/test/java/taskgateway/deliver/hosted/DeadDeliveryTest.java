package taskgateway.deliver.hosted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static taskgateway.testkit.Desk.assertFails;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import taskgateway.testkit.Desk;
import taskgateway.testkit.OperatedGateway;
import taskgateway.testkit.Slow;

/** A delivery that has failed as often as it may waits for an operator, who replays or discards it. */
@ExtendWith(OperatedGateway.Shared.class)
@Slow
public class DeadDeliveryTest {

    private final OperatedGateway operated;

    public DeadDeliveryTest(OperatedGateway operated) {
        this.operated = operated;
    }

    @BeforeEach
    void nothingIsDead() {
        operated.run("dead", "discard", "--all", "--yes", "--why", "the next test");
    }

    @Test
    void isListedAndShownWithItsCause() throws Exception {
        long id = operated.deadDelivery();
        JsonNode row = operated.json("dead", "list", "--provider", "C83615", "--kind", "delivery", "--cause", "500")
                .get(0);
        assertThat(row.at("/id").asLong()).isEqualTo(id);
        assertThat(operated.json("dead", "list", "--status", "201", "--via", "http", "--nhs-number", "9000000009",
                "--patient", "C83615/Patient/1", "--since", "1h").get(0).at("/id").asLong()).isEqualTo(id);
        for (String[] other
                : new String[][] {{"--cause", "no such"}, {"--status", "4xx"}, {"--via", "jms"},
                        {"--nhs-number", "9000000017"}}) {
            assertThat(operated.json("dead", "list", other[0], other[1])).isEmpty();
        }
        Desk shown = operated.run("dead", "show", Long.toString(id));
        assertThat(shown.out()).containsPattern("delivery +DEAD").containsPattern("attempts +2")
                .doesNotContain("Please review");
        assertThat(operated.json("dead", "show", Long.toString(id), "--body", "--why", "x").at("/0/task").asText())
                .contains("Please review");
        assertThat(operated.actions("dead show --body " + id)).hasSize(1);
    }

    @Test
    void isDeliveredWhenItIsReplayed() throws Exception {
        long id = operated.deadDelivery();
        int taken = operated.endpoint.taken().size();
        Desk desk = operated.run("dead", "replay", Long.toString(id), "--who", "J. Doe", "--why", "endpoint repaired");
        assertThat(desk.code()).as(desk.err() + desk.out()).isZero();
        await().until(() -> operated.endpoint.taken().size() == taken + 1);
        await().until(() -> delivery(id).get("state").equals("DELIVERED"));
        assertThat(operated.json("dead", "show", Long.toString(id)).get(0))
                .anyMatch(value -> value.asText().equals("REPLAYED"))
                .anyMatch(value -> value.asText().equals("endpoint repaired"));
        Map<String, Object> audit = operated.actions("dead replay " + id).get(0);
        assertThat(audit).containsEntry("user_id", "J. Doe").containsEntry("reason", "endpoint repaired")
                .containsEntry("provider_ods", "C83615").containsEntry("task_id", delivery(id).get("task_id"));
        assertThat(operated.run("dead", "replay", Long.toString(id), "--why", "x").out())
                .contains("not done: it is REPLAYED");
    }

    @Test
    void diesAgainAfterAsManyTriesAndAReplayOfAReplayAsks() throws Exception {
        long id = operated.deadDelivery();
        operated.endpoint.answers(500, 500);
        assertThat(operated.run("dead", "replay", Long.toString(id), "--why", "try").code()).isZero();
        await().until(() -> delivery(id).get("attempts").equals(4) && delivery(id).get("state").equals("DEAD"));
        operated.awaitState(id, "DEAD");
        Desk asked = operated.answering(false, "dead", "replay", Long.toString(id), "--why", "once more");
        assertThat(asked.out()).contains("has been replayed 1 times already. Once more?", "not done");
        assertThat(asked.code()).isEqualTo(1);
        assertThat(operated.run("dead", "replay", "--all", "--yes", "--why", "script").out())
                .contains("to replay it once more say --again");
        assertThat(delivery(id).get("state")).isEqualTo("DEAD");
        assertThat(operated.answering(true, "dead", "replay", Long.toString(id), "--why", "once more").code()).isZero();
        await().until(() -> delivery(id).get("state").equals("DELIVERED"));
        assertThat(operated.actions("dead replay " + id)).hasSize(2);
    }

    @Test
    void isNeverDeliveredWhenItIsDiscarded() throws Exception {
        long id = operated.deadDelivery();
        int received = operated.endpoint.received().size();
        assertThat(operated.run("dead", "discard", Long.toString(id), "--why", "rung the practice").code()).isZero();
        assertThat(delivery(id)).containsEntry("state", "DISCARDED");
        assertThat(operated.run("dead", "replay", Long.toString(id), "--why", "x").code()).isEqualTo(1);
        assertThat(operated.endpoint.received()).hasSize(received);
        assertThat(operated.actions("dead discard " + id)).hasSize(1);
    }

    @Test
    void manyAreReplayedByAFilterOnceTheOperatorSaysSo() throws Exception {
        long first = operated.deadDelivery();
        long second = operated.deadDelivery();
        assertFails(operated.run("dead", "replay", "--all", "--provider", "C83615", "--why", "x"), 2,
                "There is nobody to ask: say --yes");
        assertThat(operated.answering(false, "dead", "replay", "--all", "--why", "x").out())
                .contains("Replay 2 dead letters?");
        assertThat(operated.run("dead", "replay", "--all", "--yes", "--provider", "A20047", "--why", "x").out())
                .contains("none");
        assertThat(delivery(first)).containsEntry("state", "DEAD");
        assertThat(operated.run("dead", "replay", "--all", "--yes", "--provider", "C83615", "--since", "1h", "--why",
                "x").code()).isZero();
        await().until(() -> delivery(first).get("state").equals("DELIVERED")
                && delivery(second).get("state").equals("DELIVERED"));
    }

    @Test
    void whatHasBeenDeliveredMeanwhileIsNotSentAgain() throws Exception {
        long id = operated.deadDelivery();
        operated.records.execute(
                "update delivery set state = 'DELIVERED' where sequence = (select delivery from dead_letter where id = "
                        + id + ")");
        int received = operated.endpoint.received().size();
        assertThat(operated.run("dead", "replay", Long.toString(id), "--why", "x").out())
                .contains("its delivery is DELIVERED meanwhile");
        assertThat(operated.run("dead", "discard", Long.toString(id), "--why", "x").code()).isZero();
        assertThat(delivery(id)).containsEntry("state", "DELIVERED");
        assertThat(operated.endpoint.received()).hasSize(received);
    }

    @Test
    void nothingIsDoneThatCannotBeRecorded() throws Exception {
        long id = operated.deadDelivery();
        operated.records.execute("alter table audit add constraint no_commands check (reason <> 'cannot be recorded')");
        try {
            Desk desk = operated.run("dead", "replay", Long.toString(id), "--why", "cannot be recorded");
            assertFails(desk, 2, "the database failed, SQL state 2351");
            assertThat(delivery(id)).containsEntry("state", "DEAD").containsEntry("replays", 0);
        } finally {
            operated.records.execute("alter table audit drop constraint no_commands");
        }
    }

    @Test
    void withoutAReasonOrAChoiceNothingIsDone() {
        assertFails(operated.run("dead", "replay", "1"), 2, "--why is missing");
        assertFails(operated.run("dead", "replay", "--why", "x"), 2, "name dead letters by their ids, or say --all");
        assertFails(operated.run("dead", "discard", "--provider", "C83615", "--why", "x"), 2,
                "name dead letters by their ids, or say --all");
        assertFails(operated.run("dead", "discard", "1", "--provider", "C83615", "--why", "x"), 2,
                "do not go together");
        assertThat(operated.run("dead", "replay", "999999", "--why", "x").out())
                .contains("there is no such dead letter");
    }

    private Map<String, Object> delivery(long letter) throws Exception {
        return operated.records.rows(
                "select d.* from delivery d join dead_letter l on l.delivery = d.sequence where l.id = ?", letter)
                        .get(0);
    }
}
