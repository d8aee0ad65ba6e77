package taskgateway.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import taskgateway.broker.IntakeWatch;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/** A broker outside of the gateway: ActiveMQ, which may die, or Artemis, which speaks the same protocol. */
@Timeout(900)
@Slow
class OtherBrokerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private Path data;

    @Test
    void tasksThatWereAcceptedWhileTheBrokerWasAwayAreDeliveredOnce() throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(data)) {
            RunningGateway gateway = gateway(broker.url());
            try {
                Sender sender = new Sender(gateway);
                List<String> accepted = new ArrayList<>(List.of(accept(sender)));
                await().atMost(PATIENCE)
                        .until(() -> number(gateway, "select count(*) from delivery where state = 'DELIVERED'") == 1);
                broker.kill();
                accepted.add(accept(sender));
                IntakeWatch watch = gateway.camel().getRegistry().lookupByNameAndType("intakeWatch", IntakeWatch.class);
                await().atMost(PATIENCE).until(() -> !watch.isBrokerThere());
                accepted.add(accept(sender));
                broker.start();
                await().atMost(PATIENCE)
                        .until(() -> number(gateway, "select count(*) from delivery where state = 'DELIVERED'") == 3);
                assertThat(Outside.drained(broker.url())).isEqualTo(accepted);
            } finally {
                gateway.stop();
            }
        }
    }

    @Test
    void onArtemisTasksAreTakenDeliveredWithTheirReceiptsAndAnswered() throws Exception {
        ArtemisProcess artemis = ArtemisProcess.start(data);
        RunningGateway gateway = gateway(artemis.url());
        try {
            String overHttp = accept(new Sender(gateway));
            TextMessage reply = ask(artemis.url());
            assertThat(reply.getIntProperty("HttpStatus")).isEqualTo(201);
            await().atMost(PATIENCE)
                    .until(() -> number(gateway, "select count(*) from delivery where state = 'DELIVERED'") == 2);
            assertThat(Outside.drained(artemis.url())).hasSize(2).startsWith(overHttp);
            // If it is ever told to send one again, Artemis knows the task by its duplicate id, and does not take it.
            execute(gateway,
                    "update delivery set state = 'IN_DOUBT', next_attempt_at = current_timestamp where sequence = 1");
            await().atMost(PATIENCE)
                    .until(() -> number(gateway, "select attempts from delivery where sequence = 1") >= 2
                    && number(gateway,
                            "select count(*) from delivery where state = 'IN_DOUBT' and last_failure is not"
                            + " null") == 1);
            assertThat(Outside.drained(artemis.url())).isEmpty();
        } finally {
            gateway.stop();
            artemis.close();
        }
    }

    private RunningGateway gateway(String broker) throws Exception {
        return RunningGateway.start(data, Map.of("gateway.broker.url", "failover:(" + broker + ")?timeout=2000",
                "gateway.broker.listen", "", "gateway.patient-key-file", data.resolve("patient.key").toString()));
    }

    /** Sends a task that is accepted; its identifier. */
    private static String accept(Sender sender) {
        Map<String, String> headers = sender.createHeaders(Site.QUEUE);
        assertThat(sender.create(Site.QUEUE, headers, Sender.json()).statusCode()).isEqualTo(201);
        return "200000000359." + headers.get("Ssp-TraceID");
    }

    private static TextMessage ask(String broker) throws JMSException {
        jakarta.jms.Connection connection = new ActiveMQConnectionFactory(broker).createConnection();
        try {
            connection.start();
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            TextMessage message = session.createTextMessage(Sender.json());
            message.setStringProperty("ProviderOdsCode", Site.QUEUE);
            message.setJMSReplyTo(session.createTemporaryQueue());
            MessageProducer producer = session.createProducer(session.createQueue(Outside.IN));
            MessageConsumer replies = session.createConsumer(message.getJMSReplyTo());
            producer.send(message);
            return (TextMessage) replies.receive(PATIENCE.toMillis());
        } finally {
            connection.close();
        }
    }

    private static long number(RunningGateway gateway, String sql) throws Exception {
        try (var connection = open(gateway); var row = connection.createStatement().executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void execute(RunningGateway gateway, String sql) throws Exception {
        try (var connection = open(gateway); var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static java.sql.Connection open(RunningGateway gateway) throws Exception {
        return java.sql.DriverManager.getConnection(gateway.setting("gateway.database.url"), "gateway", "");
    }
}
