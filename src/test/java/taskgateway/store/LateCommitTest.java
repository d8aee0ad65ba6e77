package taskgateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSException;
import jakarta.jms.QueueBrowser;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskgateway.testkit.JmsClient;
import taskgateway.testkit.Patience;
import taskgateway.testkit.Records;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/** A gateway that another may think dead commits nothing to a queue: the other may be about to send the task. */
@Slow
class LateCommitTest {

    private static final String RECEIPTS = "gpconnect.tasks.receipts";

    @TempDir
    private Path data;
    private RunningGateway gateway;
    private JmsClient client;
    private final Held held = new Held();

    /** Holds the delivery when task and receipt have been given to the broker, and nothing of it is committed. */
    private static final class Held extends EventNotifierSupport {

        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch goesOn = new CountDownLatch(1);
        private final CountDownLatch ended = new CountDownLatch(1);

        @Override
        public void notify(CamelEvent event) throws InterruptedException {
            if (event instanceof CamelEvent.ExchangeSentEvent sent
                    && sent.getEndpoint().getEndpointUri().contains(RECEIPTS)) {
                reached.countDown();
                goesOn.await(Patience.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } else if (event instanceof CamelEvent.ExchangeSentEvent sent
                    && sent.getEndpoint().getEndpointUri().contains("send-B82617")) {
                ended.countDown();
            }
        }
    }

    @BeforeEach
    void start() throws Exception {
        gateway = RunningGateway.start(data, Map.of("simulator.enabled", "false", "gateway.deliver.poll-millis", "50"));
        gateway.camel().getManagementStrategy().addEventNotifier(held);
        held.start();
        client = new JmsClient(gateway);
    }

    @AfterEach
    void stop() throws Exception {
        held.goesOn.countDown();
        client.close();
        gateway.stop();
    }

    @Test
    void aTaskIsNotSentOnceTheDatabaseHasNotHeardOfItsGatewayForTooLong() throws Exception {
        Records records = new Records(gateway);
        Sender sender = new Sender(gateway);
        assertThat(sender.create("B82617", sender.createHeaders("B82617"), Sender.json()).statusCode()).isEqualTo(201);
        assertThat(held.reached.await(Patience.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        Outbox outbox = gateway.camel().getRegistry().lookupByNameAndType("outbox", Outbox.class);
        outbox.checkRunIsAlive();
        try (Connection other = records.open()) {
            other.createStatement().execute("set exclusive 2"); // ends all other connections, and lets in no new one
            await().until(() -> catchThrowable(outbox::checkRunIsAlive) != null);

            held.goesOn.countDown();
            assertThat(held.ended.await(Patience.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(waiting("tasks.B82617")).isZero();
            assertThat(waiting(RECEIPTS)).isZero();
            other.createStatement().execute("set exclusive 0");
        }
        await().ignoreExceptions()
                .until(() -> records.number(
                        "select count(*) from delivery where state = 'DELIVERED' and attempts = 2") == 1);
        assertThat(waiting("tasks.B82617")).isEqualTo(1);
    }

    private int waiting(String queue) throws JMSException {
        try (QueueBrowser browser = client.session().createBrowser(client.queue(queue))) {
            return Collections.list(browser.getEnumeration()).size();
        }
    }
}
