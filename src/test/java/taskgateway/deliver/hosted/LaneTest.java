package taskgateway.deliver.hosted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskgateway.testkit.Records;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/** When the lanes of the outbox look for the next delivery, where they look by themselves once a minute. */
@Slow
class LaneTest {

    private static final String LANE = "deliver-B82617-1";

    @TempDir
    private Path data;
    private RunningGateway gateway;
    private final AtomicInteger looks = new AtomicInteger();

    @BeforeEach
    void start() throws Exception {
        gateway = RunningGateway.start(data, Map.of("gateway.deliver.poll-millis", "60000"));
        gateway.camel().getManagementStrategy().addEventNotifier(new EventNotifierSupport() {
            @Override
            public void notify(CamelEvent event) {
                if (event instanceof CamelEvent.ExchangeCompletedEvent done
                        && LANE.equals(done.getExchange().getFromRouteId())) {
                    looks.incrementAndGet();
                }
            }
        });
        gateway.camel().getRouteController().stopRoute(LANE);
    }

    @AfterEach
    void stop() {
        gateway.stop();
    }

    @Test
    void aLaneThatFoundNothingWaits() throws Exception {
        gateway.camel().getRouteController().startRoute(LANE);
        await().until(() -> looks.get() > 0);

        accept("A20047");
        assertThat(looks).hasValue(1);
    }

    @Test
    void afterADeliveryTheLaneLooksForTheNextAtOnce() throws Exception {
        for (int i = 0; i < 3; i++) {
            accept("B82617");
        }
        gateway.camel().getRouteController().startRoute(LANE);

        await().until(() -> new Records(gateway)
                .number("select count(*) from delivery where state = 'DELIVERED'") == 3);
        await().untilAtomic(looks, equalTo(4));
    }

    private void accept(String ods) {
        Sender sender = new Sender(gateway);
        assertThat(sender.create(ods, sender.createHeaders(ods), Sender.json()).statusCode()).isEqualTo(201);
    }
}
