package taskgateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskgateway.testkit.Chains;
import taskgateway.testkit.Postgres;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/** The gateway does on PostgreSQL what it does on its embedded database, and waits for one that has gone. */
@Slow
class PostgresTest {

    @TempDir
    private static Path data;
    private static Postgres postgres;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        postgres = Postgres.start(data);
        Map<String, String> settings = new HashMap<>(postgres.settings());
        settings.put("gateway.patient-key-file", data.resolve("patient.key").toString());
        gateway = RunningGateway.start(data, settings);
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.stop();
        postgres.close();
    }

    @Test
    void tasksAreTakenDeliveredAndReadAndRepeatsGetTheSameAnswer() throws Exception {
        Sender sender = new Sender(gateway);
        for (String ods : new String[] {"A20047", "B82617", "C83615"}) {
            Map<String, String> headers = sender.createHeaders(ods);
            HttpResponse<String> created = sender.create(ods, headers, Sender.json());
            assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
            assertThat(sender.create(ods, headers, Sender.json()).body()).isEqualTo(created.body());
            String path = created.headers().firstValue("Location").orElseThrow().replaceFirst("http://[^/]*", "");
            assertThat(sender.send("GET", path, sender.readHeaders(ods), null).statusCode()).isEqualTo(200);
        }
        await().until(() -> number("select count(*) from delivery where state = 'DELIVERED'") >= 2);
        try (Connection connection = open()) {
            assertThat(Chains.faults(connection)).isEmpty();
        }
    }

    @Test
    void withoutItsDatabaseNothingIsTakenOrSentAndTheGatewayRecoversByItself() throws Exception {
        Sender sender = new Sender(gateway);
        long tasks = number("select count(*) from task");
        postgres.stop();
        for (String ods : new String[] {"A20047", "B82617", "C83615"}) {
            HttpResponse<String> answer = sender.create(ods, sender.createHeaders(ods), Sender.json());
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("transient").doesNotContain("SQL", "postgres");
        }
        postgres.start();
        assertThat(number("select count(*) from task")).isEqualTo(tasks);
        await().until(() -> sender.create("B82617", sender.createHeaders("B82617"), Sender.json())
                .statusCode() == 201);
        await().until(() -> number("select count(*) from delivery where state <> 'DELIVERED'") == 0);
    }

    private static long number(String sql) throws Exception {
        try (Connection connection = open(); var row = connection.createStatement().executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static Connection open() throws Exception {
        return DriverManager.getConnection(postgres.url(), "postgres", "");
    }
}
