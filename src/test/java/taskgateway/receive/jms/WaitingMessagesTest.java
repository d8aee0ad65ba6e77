package taskgateway.receive.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static taskgateway.receive.jms.ReceiveJmsTest.assertRefused;

import jakarta.jms.JMSException;
import jakarta.jms.TextMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.directory.Directory;
import taskgateway.testkit.JmsClient;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;
import taskgateway.token.TokenIssuer;

/** A task is judged by the time at which it was sent, however long it waited in the queue. */
@ExtendWith(RunningGateway.Shared.class)
@Slow
class WaitingMessagesTest {

    private static final ZoneId LONDON = ZoneId.of("Europe/London");
    private static final Instant YESTERDAY = Instant.now().minus(Duration.ofHours(24));

    private final Directory directory;
    private final JmsClient client;

    WaitingMessagesTest(RunningGateway gateway) throws JMSException {
        this.directory = gateway.camel().getRegistry().findSingleByType(Directory.class);
        this.client = new JmsClient(gateway);
    }

    @AfterEach
    void close() throws JMSException {
        client.close();
    }

    @Test
    void aTaskThatWaitedOvernightIsNotRefusedForWaiting() throws JMSException {
        assertAccepted(client.ask(task("B82617", YESTERDAY, YESTERDAY)));
    }

    @Test
    void norIsOneWithATokenOfItsOwn() throws JMSException {
        TextMessage message = task("B82617", YESTERDAY, YESTERDAY);
        message.setStringProperty("Authorization", "Bearer " + token("B82617", YESTERDAY));
        assertAccepted(client.ask(message));
    }

    @Test
    void aTokenThatHadExpiredWhenTheMessageWasSentIsRefused() throws JMSException {
        TextMessage message = task("B82617", YESTERDAY, YESTERDAY);
        message.setStringProperty("Authorization", "Bearer " + token("B82617", YESTERDAY.minusSeconds(301)));
        assertRefused(client.ask(message), 400, "BAD_REQUEST", "exp is past");
        message = task("B82617", YESTERDAY, YESTERDAY);
        message.setStringProperty("Authorization", "Bearer " + token("B82617", YESTERDAY.plusSeconds(60)));
        assertRefused(client.ask(message), 400, "BAD_REQUEST", "iat is in the future");
    }

    @Test
    void todaysTaskIsNotOneOfYesterday() throws JMSException {
        assertRefused(client.ask(task("B82617", Instant.now(), YESTERDAY)), 422, "INVALID_RESOURCE", "date");
        assertRefused(client.ask(task("B82617", YESTERDAY, Instant.now())), 422, "INVALID_RESOURCE", "date");
    }

    @Test
    void aTimestampInTheFutureCountsAsNow() throws JMSException {
        Instant tomorrow = Instant.now().plus(Duration.ofHours(24));
        assertAccepted(client.ask(task("B82617", Instant.now(), tomorrow)));
        assertRefused(client.ask(task("B82617", tomorrow, tomorrow)), 422, "INVALID_RESOURCE", "date");
    }

    @ParameterizedTest
    @ValueSource(strings = {"B82617", "A20047"})
    void aMissingTimestampCountsAsNow(String ods) throws JMSException {
        assertAccepted(client.ask(task(ods, Instant.now(), null)));
    }

    /** A task dated the day of one time and sent at another; null for no timestamp. */
    private static TextMessage task(String ods, Instant dated, Instant sent) throws JMSException {
        String today = LocalDate.now(LONDON).toString();
        String body = Sender.json().replace(today, dated.atZone(LONDON).toLocalDate().toString());
        return JmsClient.dated(body, ods, sent == null ? 0 : sent.toEpochMilli());
    }

    private String token(String ods, Instant at) {
        return new TokenIssuer().issue(directory.consumer("200000000359").orElseThrow(),
                directory.provider(ods).orElseThrow().serviceRoot(), TokenIssuer.WRITE, at);
    }

    private static void assertAccepted(TextMessage reply) throws JMSException {
        assertThat(reply.getIntProperty("HttpStatus")).as(reply.getText()).isEqualTo(201);
    }
}
