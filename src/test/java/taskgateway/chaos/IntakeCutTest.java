package taskgateway.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static taskgateway.testkit.Patience.PATIENCE;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.chaos.BrokerProxy.Step;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/**
 * Whatever step of its transaction the broker is lost at, a message is with a consumer again soon, and has its outcome.
 */
@Timeout(900)
@Slow
class IntakeCutTest {

    private static final int MESSAGES = 8;

    @TempDir
    private static Path data;
    private static BrokerProcess broker;
    private static final Map<String, Side> SIDES = new HashMap<>();

    private Connection connection;
    private Session session;

    /** A gateway that reaches the broker in one way, with queues of its own. */
    private record Side(String name, BrokerProxy proxy, RunningGateway gateway) {

        static Side start(String name, String url) throws Exception {
            BrokerProxy proxy = new BrokerProxy(broker.url());
            Path folder = Files.createDirectories(data.resolve(name));
            return new Side(name, proxy,
                    RunningGateway.start(folder,
                            Map.of("gateway.broker.url", url.replace("@", proxy.url()), "gateway.broker.listen", "",
                                    "gateway.jms.in", name + ".in", "gateway.jms.outcomes", name + ".outcomes",
                    "gateway.jms.receipts", name + ".receipts", "gateway.patient-key-file",
                    folder.resolve("key").toString())));
        }

        void execute(String sql) throws Exception {
            try (var database = DriverManager.getConnection(gateway.setting("gateway.database.url"), "gateway", "");
                    var statement = database.createStatement()) {
                statement.execute(sql);
            }
        }
    }

    @BeforeAll
    static void start() throws Exception {
        broker = BrokerProcess.start(data);
        SIDES.put("one", Side.start("one", "@"));
        SIDES.put("failover", Side.start("failover", "failover:(@)?maxReconnectDelay=1000&timeout=10000"));
    }

    @BeforeEach
    void connect() throws JMSException {
        connection = new ActiveMQConnectionFactory(broker.url()).createConnection();
        connection.start();
        session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    }

    @AfterEach
    void disconnect() throws JMSException {
        connection.close();
    }

    @AfterAll
    static void stop() throws Exception {
        for (Side side : SIDES.values()) {
            side.gateway().stop();
            side.proxy().close();
        }
        broker.close();
    }

    static Stream<Arguments> steps() {
        return Stream.of("one", "failover")
                .flatMap(side -> Stream.of(Step.DISPATCH, Step.BEGIN, Step.ACKNOWLEDGE, Step.SEND, Step.COMMIT)
                .flatMap(step -> Stream.of(false, true).map(arrives -> Arguments.of(side, step, arrives))));
    }

    @ParameterizedTest
    @MethodSource("steps")
    void everyMessageHasItsOutcomeAfterTheConnectionIsCut(String way, Step step, boolean arrives) throws Exception {
        Side side = SIDES.get(way);
        side.proxy().cut(step, arrives);
        Set<String> sent = send(side);
        await().atMost(PATIENCE).until(side.proxy()::done);
        assertOutcomes(side, sent);
    }

    /** Database and broker are lost together: what is rolled back is rolled back in vain. */
    @ParameterizedTest
    @ValueSource(strings = {"one", "failover"})
    void everyMessageHasItsOutcomeAfterTheConnectionIsCutInARollback(String way) throws Exception {
        Side side = SIDES.get(way);
        for (boolean arrives : new boolean[] {false, true}) {
            side.execute("alter table audit rename to audit_gone");
            side.proxy().cut(Step.ROLLBACK, arrives);
            Set<String> sent = send(side);
            await().atMost(PATIENCE).until(side.proxy()::done);
            side.execute("alter table audit_gone rename to audit");
            assertOutcomes(side, sent);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Step.class, names = {"ACKNOWLEDGE", "COMMIT"})
    void everyMessageHasItsOutcomeAfterTheBrokerIsKilledAndStartedAgain(Step step) throws Exception {
        Side side = SIDES.get("failover");
        side.proxy().cut(step, true);
        Set<String> sent = send(side);
        await().atMost(PATIENCE).until(side.proxy()::done);
        broker.kill();
        broker.start();
        connect();
        assertOutcomes(side, sent);
        assertOutcomes(SIDES.get("one"), send(SIDES.get("one")));
    }

    /** As when a firewall forgets a connection: nobody is told that it is lost. */
    @ParameterizedTest
    @ValueSource(strings = {"one", "failover"})
    void everyMessageHasItsOutcomeAfterTheConnectionFallsSilent(String way) throws Exception {
        Side side = SIDES.get(way);
        side.proxy().mute();
        assertOutcomes(side, send(side));
    }

    private Set<String> send(Side side) throws JMSException {
        Set<String> ids = new HashSet<>();
        try (MessageProducer producer = session.createProducer(session.createQueue(side.name() + ".in"))) {
            for (int i = 0; i < MESSAGES; i++) {
                TextMessage message = session.createTextMessage(Sender.json());
                message.setStringProperty("ProviderOdsCode", Site.QUEUE);
                producer.send(message);
                ids.add(message.getJMSMessageID());
            }
        }
        return ids;
    }

    private void assertOutcomes(Side side, Set<String> sent) throws JMSException {
        Set<String> open = new HashSet<>(sent);
        List<String> others = new ArrayList<>();
        long end = System.nanoTime() + PATIENCE.toNanos();
        try (MessageConsumer consumer = session.createConsumer(session.createQueue(side.name() + ".outcomes"))) {
            while (!open.isEmpty() && System.nanoTime() < end) {
                Message outcome = consumer.receive(1_000);
                if (outcome != null && open.remove(outcome.getJMSCorrelationID())
                        && outcome.getIntProperty("HttpStatus") != 201) {
                    others.add(outcome.getStringProperty("HttpStatus"));
                }
            }
        }
        assertThat(open).as("messages without an outcome").isEmpty();
        assertThat(others).as("outcomes that are no success").isEmpty();
        assertThat(dead()).as("dead letters of the broker").isEmpty();
    }

    private List<String> dead() throws JMSException {
        List<String> dead = new ArrayList<>();
        try (MessageConsumer consumer = session.createConsumer(session.createQueue("ActiveMQ.DLQ"))) {
            for (Message message = consumer.receive(200); message != null; message = consumer.receive(200)) {
                dead.add(message.getStringProperty("dlqDeliveryFailureCause") + " " + message.getJMSMessageID());
            }
        }
        return dead;
    }
}
