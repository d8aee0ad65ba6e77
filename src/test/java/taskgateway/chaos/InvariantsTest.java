package taskgateway.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The comparison finds what it is there to find. */
class InvariantsTest {

    private static final String TRACE = "6ab01cd1-f786-1d15-13c7-959663bf1a6b";
    private static final String TASK = "200000000359." + TRACE;

    private final Ledger ledger = new Ledger();

    @Test
    void aTaskThatWasAcknowledgedAndArrivedOnceIsAsItShouldBe() {
        told(Site.QUEUE, 201);
        assertThat(broken(List.of(TASK), List.of(TASK), Map.of())).isEmpty();
    }

    @Test
    void findsALostTask() {
        told(Site.QUEUE, 201);
        assertThat(broken(List.of(TASK), List.of(), Map.of())).isNotEmpty();
        assertThat(broken(List.of(), List.of(TASK), Map.of())).isNotEmpty();
    }

    @Test
    void findsADoubledTask() {
        told(Site.QUEUE, Told.NOTHING);
        assertThat(broken(List.of(TASK), List.of(TASK), Map.of())).isEmpty();
        assertThat(broken(List.of(TASK), List.of(TASK, TASK), Map.of())).isNotEmpty();
    }

    @Test
    void findsATaskThatIsKeptAlthoughItWasRefused() {
        told(Site.QUEUE, 503);
        assertThat(broken(List.of(), List.of(), Map.of())).isEmpty();
        assertThat(broken(List.of(TASK), List.of(TASK), Map.of())).isNotEmpty();
    }

    @Test
    void findsATaskThatAFhirServerWasSentAgainWithoutLeave() {
        told(Site.FHIR, 503);
        told(Site.FHIR, 201);
        assertThat(broken(List.of(), List.of(), Map.of(TASK, 2))).isEmpty();
        assertThat(broken(List.of(), List.of(), Map.of(TASK, 3))).isNotEmpty();
    }

    @Test
    void findsAMessageWithoutAnOutcomeAndOneWithTwoThatDiffer() {
        ledger.open(TRACE, Site.FHIR, true).answered(RestlessSenders.QUEUED, null);
        String delivered = TRACE + " 201 /Order/1";
        assertThat(broken(List.of(), List.of(), Map.of())).isNotEmpty();
        assertThat(outcomes(delivered)).isEmpty();
        assertThat(outcomes(delivered, delivered)).isEmpty();
        assertThat(outcomes(delivered, TRACE + " 201 /Order/2")).isNotEmpty();
        assertThat(outcomes(delivered, TRACE + " 502 null")).isNotEmpty();
    }

    private List<String> outcomes(String... outcomes) {
        return Invariants.broken(ledger,
                new Outside(List.of(), List.of(), List.of(), Map.of(), List.of(outcomes), List.of(),
                List.of(), 1));
    }

    private void told(String ods, int status) {
        ledger.open(TRACE, ods, false).answered(status, "/Order/1");
    }

    private List<String> broken(List<String> stored, List<String> queued, Map<String, Integer> sent) {
        return Invariants.broken(ledger,
                new Outside(stored, queued, List.of(), sent, List.of(), List.of(), List.of(), 1));
    }
}
