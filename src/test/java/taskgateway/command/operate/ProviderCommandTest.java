package taskgateway.command.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static taskgateway.testkit.Desk.assertFails;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import taskgateway.testkit.Desk;
import taskgateway.testkit.OperatedGateway;
import taskgateway.testkit.Responses;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/** An operator holds back deliveries to one provider. */
@ExtendWith(OperatedGateway.Shared.class)
@Slow
class ProviderCommandTest {

    private static final String LATER = "%s = timestamp with time zone '2099-01-01 00:00:00+00'";
    private static final String DELIVERED =
            "select count(*) from delivery d join task t on t.id = d.task_id where t.trace_id = ? and d.state ="
            + " 'DELIVERED'";

    private final OperatedGateway operated;

    ProviderCommandTest(OperatedGateway operated) {
        this.operated = operated;
    }

    @Test
    void aPausedProviderGetsNothingUntilItIsResumedAndOthersGetTheirs() throws Exception {
        assertThat(operated.run("provider", "pause", "C83615", "--who", "J. Doe", "--why", "they move house").code())
                .isZero();
        try {
            int received = operated.endpoint.received().size();
            operated.accept("C83615");
            operated.accept("C83615");
            String other = operated.accept("B82617");
            await().until(() -> operated.records.number(DELIVERED, other) == 1);
            JsonNode row = provider("C83615");
            assertThat(row.at("/pending").asInt()).isEqualTo(2);
            assertThat(row.at("/oldest_seconds").asLong()).isBetween(0L, 600L);
            assertThat(row.at("/paused_by").asText()).isEqualTo("J. Doe");
            assertThat(row.at("/paused_why").asText()).isEqualTo("they move house");
            assertFails(operated.run("provider", "pause", "C83615", "--why", "x"), 1, "is paused already, since");
            assertThat(operated.endpoint.received()).hasSize(received);
        } finally {
            assertThat(operated.run("provider", "resume", "C83615", "--why", "they have moved").code()).isZero();
        }
        await().until(() -> provider("C83615").at("/pending").asInt() == 0);
        assertThat(operated.actions("provider pause C83615").get(0)).containsEntry("provider_ods", "C83615");
        assertThat(operated.actions("provider resume C83615").get(0)).containsEntry("reason", "they have moved");
        assertFails(operated.run("provider", "resume", "C83615", "--why", "x"), 1, "C83615 is not paused");
    }

    @Test
    void aFhirProviderCannotBePaused() {
        assertFails(operated.run("provider", "pause", "A20047", "--why", "x"), 1, "A20047 is no hosted provider");
        assertFails(operated.run("provider", "retry", "X99999", "--why", "x"), 1, "nothing waits for X99999");
    }

    @Test
    void whatWaitsInBackOffIsTriedNow() throws Exception {
        operated.records.execute("update provider set failures = 9, " + LATER.formatted("retry_at")
                + " where ods = 'C83615'");
        String trace = operated.accept("C83615");
        operated.records.execute("update delivery set " + LATER.formatted("next_attempt_at")
                + " where task_id = (select id from task where trace_id = '"
                + trace + "')");
        assertThat(provider("C83615").at("/retry_at").asText()).startsWith("2099");
        assertFails(operated.run("provider", "retry", "C83615"), 2, "--why is missing");
        Desk desk = operated.run("provider", "retry", "C83615", "--who", "J. Doe", "--why", "they say it is repaired");
        assertThat(desk.out()).contains("deliveries tried now: 1");
        assertThat(desk.code()).as(desk.err()).isZero();
        await().until(() -> operated.records.number(DELIVERED, trace) == 1);
        assertThat(operated.actions("provider retry C83615").get(0)).containsEntry("user_id", "J. Doe")
                .containsEntry("reason", "they say it is repaired").containsEntry("provider_ods", "C83615");
        assertFails(operated.run("provider", "retry", "C83615", "--why", "x"), 1, "nothing waits for C83615");
    }

    @Test
    void aPausedProviderIsNotTriedNow() {
        assertThat(operated.run("provider", "pause", "B82617", "--why", "x").code()).isZero();
        try {
            assertFails(operated.run("provider", "retry", "B82617", "--why", "x"), 1,
                    "B82617 is paused already, since");
        } finally {
            assertThat(operated.run("provider", "resume", "B82617", "--why", "x").code()).isZero();
        }
    }

    @Test
    void sinceWhenAHostedProviderFailsIsListed() throws Exception {
        operated.endpoint.answers(503, 503);
        operated.awaitDead(operated.accept("C83615"));
        assertThat(Instant.parse(provider("C83615").at("/failing_since").asText())).isBeforeOrEqualTo(Instant.now());
        operated.accept("C83615");
        await().until(() -> provider("C83615").at("/failing_since").isNull());
    }

    @Test
    void aFhirProviderIsListedWithItsBreakerAndSinceWhenItFails() throws Exception {
        assertThat(provider("A20047").at("/transport").asText()).isEqualTo("FHIR");
        operated.provider.says(Responses.response(200, "text/html", "<html>maintenance</html>"));
        await().pollInterval(Duration.ofMillis(10)).until(() -> create() == 503);
        await().until(() -> provider("A20047").at("/breaker").asText().equals("OPEN"));
        JsonNode row = provider("A20047");
        assertThat(Instant.parse(row.at("/failing_since").asText()))
                .isBeforeOrEqualTo(Instant.parse(row.at("/breaker_since").asText()));
        assertThat(operated.run("provider", "list").out()).contains("not called, fails since 20");
        operated.provider.does((request, caller) -> caller.getOutputStream().write(
                Responses.created(request, "b1").getBytes(StandardCharsets.UTF_8)));
        await().pollInterval(Duration.ofMillis(100)).until(() -> create() == 201);
        await().until(() -> provider("A20047").at("/breaker").asText().equals("CLOSED"));
        assertThat(provider("A20047").at("/failing_since").isNull()).isTrue();
    }

    private int create() {
        return operated.sender.create("A20047", operated.sender.createHeaders("A20047"), Sender.json()).statusCode();
    }

    private JsonNode provider(String ods) throws Exception {
        for (JsonNode row : operated.json("provider", "list")) {
            if (row.at("/ods").asText().equals(ods)) {
                return row;
            }
        }
        throw new AssertionError(ods);
    }
}
