package taskgateway.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the directory file says of interactions, and what it leaves out. */
class DirectoryTest {

    @Test
    void whereInteractionsAreLeftOutAllAreMeant() {
        assertThat(provider("").interactions()).containsExactlyInAnyOrder(RegisteredInteraction.values());
    }

    @Test
    void aListNamesAllThereAre() {
        assertThat(provider("interactions: [read:order, create:order]").interactions())
                .containsExactlyInAnyOrder(RegisteredInteraction.READ_ORDER, RegisteredInteraction.CREATE_ORDER);
    }

    @Test
    void anEmptyListMeansNone() {
        assertThat(provider("interactions: []").interactions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"interactions:", "interactions: [create]", "interactions: create:order",
        "interactions: [0]", "interactions: [null]",
        "interactions: [read:order, read:order]", "interaction: [read:order]"})
    void whatIsNoListOfInteractionsIsRefusedAtTheStart(String line) {
        assertThatIllegalArgumentException().isThrownBy(() -> provider(line));
    }

    @ParameterizedTest
    @ValueSource(strings = {"requests: -1", "requests: many", "requests: [5]"})
    void whatIsNoNumberOfRequestsIsRefusedAtTheStart(String line) {
        assertThatIllegalArgumentException().isThrownBy(() -> consumer(line));
    }

    @Test
    void aConsumerMayHaveARateOfItsOwn() {
        assertThat(consumer("requests: 5").requests()).isEqualTo(5);
        assertThat(consumer("").requests()).isZero();
    }

    @Test
    void aProviderThatIsRetiredTakesPartInEverythingButNewTasks() {
        assertThat(provider("").retired()).isFalse();
        assertThat(provider("retired: true").retired()).isTrue();
        assertThat(provider("retired: true").interactions())
                .containsExactlyInAnyOrder(RegisteredInteraction.READ_ORDER, RegisteredInteraction.READ_METADATA);
    }

    @Test
    void aFhirProviderIsNotRetired() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> provider("retired: true", "FHIR", "https://fhir.example/B82617"))
                .withMessageContaining("B82617").withMessageContaining("retired");
    }

    private static final Surroundings SURROUNDINGS = new Surroundings(Map.of(),
            new OwnAddresses(List.of(ServiceRoot.of("https://gateway.example")), List.of()), false);

    private static Consumer consumer(String line) {
        return parse("""
                consumers:
                  - asid: "200000000359"
                    ods: GPC001
                    name: GP Super Clinic
                    system: https://consumer.example/fhir
                    sendsTo: []
                    requester: {userId: "1", prefix: Dr, given: Claire, family: Jones, role: {code: R0260, display: GP},
                      device: {id: d, model: Desktop, version: "1"} }
                    %s
                providers: []
                """.formatted(line)).consumer("200000000359").orElseThrow();
    }

    private static Provider provider(String line) {
        return provider(line, "HOSTED_JMS", "tasks.B82617");
    }

    private static Directory parse(String yaml) {
        return Directory.parse(yaml, SURROUNDINGS);
    }

    private static Provider provider(String line, String transport, String address) {
        return parse("""
                consumers: []
                providers:
                  - ods: B82617
                    asid: "918999198994"
                    name: GP Clinic Down The Road
                    transport: %s
                    serviceRoot: https://gateway.example/B82617/DSTU2/1
                    address: %s
                    %s
                """.formatted(transport, address, line)).provider("B82617").orElseThrow();
    }
}
