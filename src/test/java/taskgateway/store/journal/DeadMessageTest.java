package taskgateway.store.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import taskgateway.testkit.JmsClient;
import taskgateway.testkit.OperatedGateway;
import taskgateway.testkit.Responses;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/** A JMS message whose provider was not there is kept, and worked on again when an operator says so. */
@ExtendWith(OperatedGateway.Shared.class)
@Slow
public class DeadMessageTest {

    private static final String REPLIES = "replies.DeadMessageTest";

    private final OperatedGateway operated;
    private final JmsClient client;
    private final String correlation = UUID.randomUUID().toString();

    public DeadMessageTest(OperatedGateway operated) throws JMSException {
        this.operated = operated;
        this.client = new JmsClient(operated.gateway);
    }

    @BeforeEach
    void theProviderTakesNothing() {
        operated.run("dead", "discard", "--all", "--yes", "--why", "the next test");
        operated.provider.says(Responses.response(503, null, ""));
    }

    @AfterEach
    void close() throws JMSException {
        client.close();
    }

    @Test
    void isHandedOnAndItsSenderAnsweredWhenItIsReplayed() throws Exception {
        long id = dead(client.queue(REPLIES));
        JsonNode letter = operated.json("dead", "show", Long.toString(id), "--body", "--why", "look").get(0);
        assertThat(letter.at("/kind").asText()).isEqualTo("MESSAGE");
        assertThat(letter.at("/cause").asText()).startsWith("503 ");
        assertThat(letter.at("/body").asText()).isEqualTo(Sender.json());
        operated.provider.does((request, caller) -> caller.getOutputStream().write(
                Responses.created(request, "r1").getBytes(StandardCharsets.UTF_8)));
        assertThat(operated.run("dead", "replay", Long.toString(id), "--why", "the provider is back").code()).isZero();
        TextMessage outcome = client.receive(REPLIES, correlation);
        assertThat(outcome.getIntProperty("HttpStatus")).as(outcome.getText()).isEqualTo(201);
        assertThat(operated.provider.received()).hasSize(1);
        operated.awaitState(id, "REPLAYED");
        assertThat(operated.json("messages", "list", "--trace", letter.at("/trace_id").asText())
                .findValuesAsText("state")).containsExactly("DELIVERED", "FAILED", "FAILED");
    }

    @Test
    void oneThatWaitsForItsNextTryIsTriedNow() throws Exception {
        long id = dead(client.queue(REPLIES));
        operated.records.execute("update dead_letter set state = 'WAITING', attempts = 1,"
                + " retry_at = timestamp with time zone '2099-01-01 00:00:00+00' where id = " + id);
        operated.provider.does((request, caller) -> caller.getOutputStream().write(
                Responses.created(request, "r4").getBytes(StandardCharsets.UTF_8)));
        assertThat(operated.run("provider", "retry", "A20047", "--why", "it is back").out())
                .contains("messages tried now: 1");
        assertThat(client.receive(REPLIES, correlation).getIntProperty("HttpStatus")).isEqualTo(201);
        assertThat(operated.provider.received()).hasSize(1);
        assertThat(operated.actions("provider retry A20047").get(0)).containsEntry("reason", "it is back");
    }

    @Test
    void diesAgainWithANewCauseAndItsSenderIsNotTroubledTwice() throws Exception {
        long id = dead(client.queue(REPLIES));
        operated.provider.says(Responses.response(200, "text/html", "<html>maintenance</html>"));
        assertThat(operated.run("dead", "replay", Long.toString(id), "--why", "try").code()).isZero();
        operated.awaitState(id, "DEAD");
        Map<String, Object> row =
                operated.records.rows("select cause, replays, run from dead_letter where id = ?", id).get(0);
        assertThat(row).containsEntry("replays", 1).containsEntry("run", null);
        assertThat(row.get("cause").toString()).startsWith("502 ");
        assertThat(client.waiting(REPLIES, correlation)).isZero();
    }

    @Test
    void goesToTheQueueOfOutcomesWhereNobodyWaitsAnyMore() throws Exception {
        TextMessage message = client.task("A20047");
        message.setJMSCorrelationID(correlation);
        // Its temporary queue is deleted then.
        assertThat(client.ask(message).getIntProperty("HttpStatus")).isEqualTo(503);
        long id = operated.records.number("select max(id) from dead_letter where correlation_id = ?", correlation);
        operated.awaitState(id, "DEAD");
        operated.provider.does((request, caller) -> caller.getOutputStream().write(
                Responses.created(request, "r2").getBytes(StandardCharsets.UTF_8)));
        operated.run("dead", "replay", Long.toString(id), "--why", "the provider is back");
        assertThat(client.receive(JmsClient.OUTCOMES, correlation).getIntProperty("HttpStatus")).isEqualTo(201);
        operated.awaitState(id, "REPLAYED");
    }

    @Test
    void aReplayThatAGatewayDiedOverIsTakenUpByAnother() throws Exception {
        long id = dead(client.queue(REPLIES));
        operated.provider.does((request, caller) -> caller.getOutputStream().write(
                Responses.created(request, "r3").getBytes(StandardCharsets.UTF_8)));
        operated.records.execute("update dead_letter set state = 'REPLAYING', run = 'a dead one' where id = " + id);
        assertThat(client.receive(REPLIES, correlation).getIntProperty("HttpStatus")).isEqualTo(201);
        operated.awaitState(id, "REPLAYED");
        assertThat(operated.provider.received()).hasSize(1);
    }

    @Test
    void theSameRequestMayDieAnewOnceItIsDiscarded() throws Exception {
        TextMessage message = client.task("A20047");
        message.setStringProperty("SspTraceID", UUID.randomUUID().toString());
        message.setJMSReplyTo(client.queue(REPLIES));
        message.setJMSCorrelationID(correlation);
        for (int times = 0; times < 2; times++) {
            client.send(message);
            client.receive(REPLIES, correlation);
            long id = operated.awaitDead(message.getStringProperty("SspTraceID"));
            assertThat(operated.run("dead", "discard", Long.toString(id), "--why", "dealt with").code()).isZero();
        }
        assertThat(operated.json("dead", "list", "--state", "discarded", "--trace",
                message.getStringProperty("SspTraceID"))).hasSize(2);
    }

    /** A message that has died; the id of its dead letter. */
    private long dead(Destination replyTo) throws Exception {
        TextMessage message = client.task("A20047");
        message.setJMSReplyTo(replyTo);
        message.setJMSCorrelationID(correlation);
        client.send(message);
        assertThat(client.receive(REPLIES, correlation).getIntProperty("HttpStatus")).isEqualTo(503);
        long id = operated.records.number("select max(id) from dead_letter where correlation_id = ?", correlation);
        operated.awaitState(id, "DEAD");
        return id;
    }
}
