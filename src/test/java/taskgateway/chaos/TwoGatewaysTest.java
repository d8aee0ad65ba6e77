package taskgateway.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskgateway.testkit.Postgres;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/** Two gateways on one PostgreSQL and one broker are one gateway to everybody else. */
@Slow
class TwoGatewaysTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path data;
    private static Postgres postgres;
    private static BrokerProcess broker;
    private static RunningGateway one;
    private static RunningGateway other;

    @BeforeAll
    static void start() throws Exception {
        postgres = Postgres.start(data);
        broker = BrokerProcess.start(data);
        one = gateway("gateway-a", Map.of());
        other = gateway("gateway-b", Map.of("gateway.base", one.base(), "gateway.behind-proxy", "true"));
    }

    @AfterAll
    static void stop() throws Exception {
        one.stop();
        other.stop();
        broker.close();
        postgres.close();
    }

    @Test
    void oneRequestSentToBothAtOnceIsOneTaskWithOneAnswer() throws Exception {
        Sender sender = new Sender(one);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int i = 0; i < 10; i++) {
                Map<String, String> headers = sender.createHeaders(Site.QUEUE);
                List<Callable<HttpResponse<String>>> both = List.of(
                        () -> sender.create(Site.QUEUE, headers, Sender.json()),
                        () -> atOther(headers));
                List<String> bodies = new ArrayList<>();
                for (Future<HttpResponse<String>> answer : threads.invokeAll(both)) {
                    assertThat(answer.get().statusCode()).as(answer.get().body()).isEqualTo(201);
                    bodies.add(answer.get().body());
                }
                assertThat(bodies.get(0)).isEqualTo(bodies.get(1));
                assertThat(texts("select id from task where trace_id = '" + headers.get("Ssp-TraceID") + "'"))
                        .hasSize(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void tasksArriveInTheOrderInWhichTheyWereAcceptedByEither() throws Exception {
        awaitDelivered();
        Outside.drained(broker.url());
        Sender sender = new Sender(one);
        List<String> accepted = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            Map<String, String> headers = sender.createHeaders(Site.QUEUE);
            HttpResponse<String> answer = i % 2 == 0 ? sender.create(Site.QUEUE, headers, Sender.json())
                    : atOther(headers);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
            accepted.add("200000000359." + headers.get("Ssp-TraceID"));
        }
        awaitDelivered();
        assertThat(Outside.drained(broker.url())).isEqualTo(accepted);
    }

    /** The same headers: the token names the address under which the sender knows the provider. */
    private static HttpResponse<String> atOther(Map<String, String> headers) {
        return Sender.at(other.address(), one).create(Site.QUEUE, headers, Sender.json());
    }

    private static void awaitDelivered() {
        await().atMost(PATIENCE).until(() -> texts("select state from delivery where state <> 'DELIVERED'").isEmpty());
    }

    private static List<String> texts(String sql) throws Exception {
        List<String> texts = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(postgres.url(), "postgres", "");
                ResultSet row = connection.createStatement().executeQuery(sql)) {
            while (row.next()) {
                texts.add(row.getString(1));
            }
        }
        return texts;
    }

    private static RunningGateway gateway(String name, Map<String, String> more) throws Exception {
        Path folder = Files.createDirectories(data.resolve(name));
        Map<String, String> settings = new HashMap<>(postgres.settings());
        settings.put("gateway.broker.url", "failover:(" + broker.url() + ")?timeout=10000");
        settings.put("gateway.name", name);
        settings.put("gateway.patient-key-file", data.resolve("patient.key").toString());
        settings.putAll(more);
        return RunningGateway.start(folder, settings);
    }
}
