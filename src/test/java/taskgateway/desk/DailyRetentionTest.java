package taskgateway.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskgateway.testkit.Postgres;
import taskgateway.testkit.Records;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/** A gateway removes by itself, once a day, what its settings say is old. */
@Slow
class DailyRetentionTest {

    private static final Map<String, String> AGES =
            Map.of("gateway.retention.bodies-days", "30", "gateway.retention.records-days", "400");

    @TempDir
    private Path folder;

    @Test
    void removesWhatIsOldOnceADayAndRecordsIt() throws Exception {
        removes(RunningGateway.settings(folder));
    }

    @Test
    void removesWhatIsOldOnPostgresToo() throws Exception {
        try (Postgres postgres = Postgres.start(folder)) {
            Map<String, String> settings = RunningGateway.settings(folder);
            settings.putAll(postgres.settings());
            removes(settings);
        }
    }

    private void removes(Map<String, String> settings) throws Exception {
        String old;
        String young;
        try (RunningGateway gateway = RunningGateway.start(Files.createTempDirectory(folder, "first"), settings)) {
            old = accepted(gateway);
            young = accepted(gateway);
            assertThat(actions(new Records(gateway), "by settings")).as("empty is never").isEmpty();
            age(new Records(gateway), old);
        }
        Map<String, String> with = new HashMap<>(settings);
        with.putAll(AGES);
        try (RunningGateway gateway = RunningGateway.start(Files.createTempDirectory(folder, "second"), with)) {
            Records records = new Records(gateway);
            await().until(() -> !actions(records, "has removed").isEmpty());
            assertThat(body(records, old)).isNull();
            assertThat(body(records, young)).isNotNull();
            DailyRetention retention =
                    gateway.camel().getRegistry().lookupByNameAndType("dailyRetention", DailyRetention.class);
            retention.removeOld();
            assertThat(actions(records, "by settings")).as("once a day").singleElement()
                    .satisfies(begun -> assertThat(begun)
                    .containsEntry("user_id", "gateway-1").containsEntry("interaction",
                            "retention by settings --bodies-older-than 30d --records-older-than 400d"));
            assertThat(actions(records, "has removed")).singleElement()
                    .satisfies(done -> assertThat((String) done.get("interaction"))
                    .startsWith("retention has removed 1 task bodies, "));
            records.execute(
                    "update audit set recorded_at = timestamp with time zone '2020-01-01 00:00:00+00' where interaction"
                    + " like 'retention%'");
            atOnce(retention);
            assertThat(actions(records, "by settings")).as("of several at once one").hasSize(2);
        }
    }

    private static void atOnce(DailyRetention retention) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            List<Callable<Object>> all = IntStream.range(0, 6).mapToObj(i -> Executors.callable(retention::removeOld))
                    .toList();
            for (Future<?> one : threads.invokeAll(all)) {
                one.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    private static String accepted(RunningGateway gateway) throws Exception {
        Sender sender = new Sender(gateway);
        Records records = new Records(gateway);
        Map<String, String> headers = sender.createHeaders("B82617");
        assertThat(sender.create("B82617", headers, Sender.json()).statusCode()).isEqualTo(201);
        String trace = headers.get("Ssp-TraceID");
        await().until(() ->
                records.number("select count(*) from delivery d join task t on t.id = d.task_id where t.trace_id = ?"
                + " and d.state = 'DELIVERED'", trace) == 1);
        return trace;
    }

    private static void age(Records records, String trace) throws Exception {
        String then = " = timestamp with time zone '" + LocalDate.now(ZoneOffset.UTC).minusDays(31) + " 00:00:00+00'";
        records.execute("update message set received_at" + then + ", answered_at" + then + " where trace_id = '"
                + trace + "'");
        records.execute("update delivery set delivered_at" + then
                + " where task_id in (select id from task where trace_id = '" + trace + "')");
        records.execute("update task set received_at" + then + " where trace_id = '" + trace + "'");
    }

    private static Object body(Records records, String trace) throws Exception {
        return records.rows("select body from task where trace_id = ?", trace).get(0).get("body");
    }

    private static List<Map<String, Object>> actions(Records records, String words) throws Exception {
        return records.rows("select * from audit where gateway = 'operators' and interaction like ?",
                "retention " + words + "%");
    }
}
