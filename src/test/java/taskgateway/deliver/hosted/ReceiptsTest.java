package taskgateway.deliver.hosted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.time.Duration;
import java.util.Map;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import taskgateway.testkit.JmsClient;
import taskgateway.testkit.Records;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/** A delivery in doubt is made or sent again as its receipt says, whatever comes in between. */
@Slow
class ReceiptsTest {

    private static final String QUEUE = "gpconnect.tasks.receipts";
    private static final String STATE = "select count(*) from delivery where state = ?";

    private RunningGateway gateway;
    private Records records;
    private JmsClient client;
    private long delivery;

    /** A delivery whose second attempt is in doubt, and which is being asked about. */
    @BeforeEach
    void start() throws Exception {
        gateway = RunningGateway.start();
        records = new Records(gateway);
        client = new JmsClient(gateway);
        Sender sender = new Sender(gateway);
        sender.create("B82617", sender.createHeaders("B82617"), Sender.json());
        await().until(() -> records.number(STATE, "DELIVERED") == 1);
        client.next(client.queue("tasks.B82617"), JmsClient.PATIENCE_MILLIS);
        await().until(this::quiet);
        delivery = records.number("select sequence from delivery");
        records.execute(
                "update delivery set state = 'IN_DOUBT', attempts = 2, next_attempt_at = current_timestamp + interval"
                + " '1' hour");
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        gateway.close();
    }

    @Test
    void aQuestionDoesNotPassAReceiptThatTheDatabaseDoesNotTakeYet() throws Exception {
        records.execute("alter table provider rename to provider_gone");
        send(2, true);
        send(2, false);
        await().during(Duration.ofSeconds(3)).until(() -> records.number(STATE, "IN_DOUBT") == 1);
        records.execute("alter table provider_gone rename to provider");
        await().until(() -> records.number(STATE, "DELIVERED") == 1 && quiet());
        assertThat(records.number("select attempts from delivery")).isEqualTo(2);
        assertThat(client.waiting("tasks.B82617", correlation())).isZero();
    }

    @Test
    void aQuestionThatTheBrokerDeliversBeforeTheReceiptDoesNotHaveTheTaskSentAgain() throws Exception {
        Connection connection = new ActiveMQConnectionFactory(gateway.broker()).createConnection();
        try {
            // All are there when the first is read, and it takes a while until the last is.
            Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
            send(session, delivery, 2, false);
            for (int other = 1; other <= 1000; other++) {
                send(session, delivery + other, 1, true);
            }
            send(session, delivery, 2, true);
            session.commit();
        } finally {
            connection.close();
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> records.number(STATE, "DELIVERED") == 1 && quiet());
        assertThat(records.number("select attempts from delivery")).isEqualTo(2);
        assertThat(client.waiting("tasks.B82617", correlation())).isZero();
    }

    @Test
    void aQuestionAboutAnEarlierAttemptSaysNothingOfThisOne() throws Exception {
        send(1, false);
        await().until(this::quiet);
        assertThat(records.number(STATE, "IN_DOUBT")).isEqualTo(1);
        send(2, true);
        await().until(() -> records.number(STATE, "DELIVERED") == 1);
    }

    @Test
    void aTaskThatWasNotSentIsSentAgain() throws Exception {
        send(2, false);
        await().until(() -> records.number(STATE, "DELIVERED") == 1);
        assertThat(records.number("select attempts from delivery")).isEqualTo(3);
        assertThat(client.waiting("tasks.B82617", correlation())).isEqualTo(1);
    }

    private String correlation() throws Exception {
        return records.rows("select identifier_value from task").get(0).values().iterator().next().toString();
    }

    private boolean quiet() throws JMSException {
        try (var browser = client.session().createBrowser(client.queue(QUEUE))) {
            return !browser.getEnumeration().hasMoreElements();
        }
    }

    private void send(int attempts, boolean sent) throws JMSException {
        send(client.session(), delivery, attempts, sent);
    }

    private void send(Session session, long of, int attempts, boolean sent) throws JMSException {
        TextMessage message = JmsClient.with(session.createTextMessage(""),
                Map.of("ProviderOdsCode", "B82617", "JMSXGroupID", "delivery-" + delivery));
        message.setLongProperty("Delivery", of);
        message.setIntProperty("Replays", 0);
        message.setIntProperty("Attempts", attempts);
        message.setBooleanProperty("Sent", sent);
        try (MessageProducer producer = session.createProducer(client.queue(QUEUE))) {
            producer.send(message);
        }
    }
}
