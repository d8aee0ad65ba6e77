package taskgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static taskgateway.MessagesCommandTest.assertFails;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An operator holds back deliveries to one provider. */
@ExtendWith(OperatedGateway.Shared.class)
class ProviderCommandTest {

    private final OperatedGateway operated;

    ProviderCommandTest(OperatedGateway operated) {
        this.operated = operated;
    }

    @Test
    void aPausedProviderGetsNothingUntilItIsResumedAndOthersGetTheirs() throws Exception {
        assertThat(operated.run("provider", "pause", "C83615", "--who", "J. Doe", "--why", "they move house").code()).isZero();
        try {
            int received = operated.endpoint.received().size();
            operated.accept("C83615");
            operated.accept("C83615");
            String other = operated.accept("B82617");
            String delivered = "select count(*) from delivery d join task t on t.id = d.task_id where t.trace_id = ? and d.state = 'DELIVERED'";
            await().until(() -> operated.records.number(delivered, other) == 1);
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
        assertFails(operated.run("provider", "pause", "A20047", "--why", "x"), 2, "A20047 is no hosted provider");
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
