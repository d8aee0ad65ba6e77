package taskgateway.profile;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.model.dstu2.composite.NarrativeDt;
import ca.uhn.fhir.model.dstu2.resource.Basic;
import ca.uhn.fhir.model.dstu2.resource.Order;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.fhir.Format;
import taskgateway.fhir.strict.OrderDecoder;

class UseCaseRulesTest {

    private static final Instant WINTER_NOON = Instant.parse("2014-12-11T12:00:00Z");

    @Test
    void acceptsThePublishedExampleOnItsDay() throws IOException {
        assertThat(faults(task(), WINTER_NOON)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2014-12-11,                        2014-12-11T00:00:00Z",
        "2014-12-11,                        2014-12-11T23:59:59Z",
        "2014-12-11T23:30:00Z,              2014-12-11T23:59:59Z",
        "2014-12-12T00:30:00+01:00,         2014-12-11T23:59:59Z",
        "2014-12-10T20:00:00-05:00,         2014-12-11T12:00:00Z",
        "2014-12-11T10:00:00.123456789Z,    2014-12-11T12:00:00Z",
        // summer: London is an hour ahead of UTC
        "2018-07-02,                        2018-07-01T23:00:00Z",
        "2018-07-01T23:30:00Z,              2018-07-02T12:00:00Z",
        "2018-07-02T00:30:00+01:00,         2018-07-02T12:00:00Z",
    })
    void acceptsADateThatIsTodayInLondon(String date, Instant at) throws IOException {
        assertThat(faults(dated(date), at)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2014-12-10,                        2014-12-11T12:00:00Z",
        "2014-12-12,                        2014-12-11T12:00:00Z",
        "2014-12,                           2014-12-11T12:00:00Z",
        "2014,                              2014-12-11T12:00:00Z",
        "2014-12-12T00:30:00Z,              2014-12-11T23:59:59Z",
        "2014-12-11T00:30:00+01:00,         2014-12-11T12:00:00Z",
        "2018-07-01,                        2018-07-01T23:00:00Z",
        "2018-07-01T23:30:00Z,              2018-07-01T12:00:00Z",
    })
    void rejectsADateThatIsNotTodayInLondon(String date, Instant at) throws IOException {
        assertThat(faults(dated(date), at)).containsExactly("DATE_NOT_TODAY@/f:Order/f:date");
    }

    @Test
    void takesATimeWithoutZoneAsLondons() throws IOException {
        Order order = task();
        order.getDateElement().setValueAsString("2018-07-02T00:30:00");
        assertThat(faults(order, Instant.parse("2018-07-01T23:30:00Z"))).isEmpty();
        assertThat(faults(order, Instant.parse("2018-07-01T22:30:00Z")))
                .containsExactly("DATE_NOT_TODAY@/f:Order/f:date");
    }

    @Test
    void rejectsAnOrderWithoutDate() throws IOException {
        assertThat(faults(spoilt("\"date\": \"2014-12-11\",", ""), WINTER_NOON))
                .containsExactly("DATE_NOT_TODAY@/f:Order/f:date");
    }

    @Test
    void rejectsAClientsId() throws IOException {
        assertThat(faults(spoilt("\"date\"", "\"id\": \"a\", \"date\""), WINTER_NOON))
                .containsExactly("CLIENT_ID@/f:Order/f:id");
    }

    @ParameterizedTest
    @ValueSource(strings =
            {"http://example.org/other", "http://fhir.nhs.net/StructureDefinition/gpconnect-task-order-1/",
        "http://fhir.nhs.net/StructureDefinition/GPConnect-Task-Order-1"})
    void rejectsAnOrderThatAssertsAnotherProfile(String profile) throws IOException {
        assertThat(faults(spoilt("http://fhir.nhs.net/StructureDefinition/gpconnect-task-order-1", profile),
                WINTER_NOON))
                .containsExactly("PROFILE_NOT_ASSERTED@/f:Order/f:meta/f:profile");
    }

    @Test
    void acceptsFurtherProfiles() throws IOException {
        assertThat(faults(spoilt("[\"http://fhir", "[\"http://example.org/other\", \"http://fhir"), WINTER_NOON))
                .isEmpty();
    }

    @Test
    void rejectsABasicThatAssertsNoProfile() throws IOException {
        assertThat(faults(spoilt("gpconnect-task-description-basic-1", "other"), WINTER_NOON))
                .containsExactly("PROFILE_NOT_ASSERTED@/f:Order/f:contained/f:Basic/f:meta/f:profile");
    }

    @Test
    void rejectsABasicWithoutNarrative() throws IOException {
        Order order = task();
        ((Basic) order.getContained().getContainedResources().get(0)).setText(new NarrativeDt());
        assertThat(faults(order, WINTER_NOON))
                .containsExactly("NARRATIVE_EMPTY@/f:Order/f:contained/f:Basic/f:text/h:div");
    }

    @Test
    void tellsEveryRuleThatAnEmptyOrderBreaks() {
        assertThat(faults(new Order(), WINTER_NOON))
                .containsExactly("PROFILE_NOT_ASSERTED@/f:Order/f:meta/f:profile", "DATE_NOT_TODAY@/f:Order/f:date");
    }

    private static List<String> faults(Order order, Instant at) {
        return UseCaseRules.check(order, at).stream().map(finding -> finding.rule() + "@" + finding.location())
                .toList();
    }

    private static Order task() throws IOException {
        return spoilt("Order", "Order");
    }

    private static Order dated(String date) throws IOException {
        return spoilt("2014-12-11", date);
    }

    private static Order spoilt(String piece, String replacement) throws IOException {
        String body = Files.readString(Path.of("examples/task.json"));
        assertThat(body).contains(piece);
        return new OrderDecoder().decode(body.replace(piece, replacement).getBytes(StandardCharsets.UTF_8), Format.JSON)
                .order();
    }
}
