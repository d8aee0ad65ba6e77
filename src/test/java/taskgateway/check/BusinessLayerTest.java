package taskgateway.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import taskgateway.directory.Consumer;
import taskgateway.directory.Provider;
import taskgateway.directory.RegisteredInteraction;
import taskgateway.directory.ServiceRoot;
import taskgateway.directory.Transports;
import taskgateway.rules.Finding;
import taskgateway.rules.Rule;

/** One good world; each test spoils one thing in it. */
class BusinessLayerTest {

    private static final Provider PROVIDER = new Provider("B82617", "918999198994", "GP Clinic Down The Road",
            Transports.of("HOSTED_JMS"), ServiceRoot.of("http://localhost:8080/B82617/DSTU2/1"), "tasks.B82617",
            Set.of(RegisteredInteraction.values()), "", false);
    private static final Consumer CONSUMER = sendingTo("B82617");
    private static final Facts.Patient JANE =
            new Facts.Patient("Patient/1", "9000000009", "01", Set.of("B82617"), false);
    private static final Facts.Target TARGET = new Facts.Target("Organization/2", "B82617");

    @Test
    void acceptsVerifiedAndRegisteredPatientWhoDoesNotDissent() {
        assertThat(BusinessLayer.findings(facts(JANE, TARGET), PROVIDER, CONSUMER)).isEmpty();
    }

    @Test
    void acceptsPatientRegisteredWithOthersToo() {
        assertThat(check(new Facts.Patient("Patient/1", "9000000009", "01", Set.of("A20047", "B82617"), false)))
                .isEmpty();
    }

    @Test
    void refusesSenderWithoutAgreement() {
        Consumer stranger = sendingTo("A20047");

        assertThat(BusinessLayer.findings(facts(JANE, TARGET), PROVIDER, stranger)).extracting(Finding::rule)
                .containsExactly(Rule.NO_AGREEMENT);
        assertThat(BusinessLayer.agreement(PROVIDER, stranger)).extracting(Finding::rule)
                .containsExactly(Rule.NO_AGREEMENT);
        assertThat(BusinessLayer.agreement(PROVIDER, CONSUMER)).isEmpty();
    }

    @Test
    void refusesNhsNumberThatIsNotVerified() {
        assertThat(check(new Facts.Patient("Patient/2", "9000000017", "02", Set.of("B82617"), false)))
                .containsExactly(Rule.NHS_NUMBER_NOT_VERIFIED);
    }

    @Test
    void refusesNhsNumberOfUnknownStatus() {
        assertThat(check(new Facts.Patient("Patient/2", "9000000017", null, Set.of("B82617"), false)))
                .containsExactly(Rule.NHS_NUMBER_NOT_VERIFIED);
    }

    @Test
    void refusesPatientWithoutNhsNumber() {
        assertThat(check(new Facts.Patient("Patient/2", null, "01", Set.of("B82617"), false)))
                .containsExactly(Rule.NHS_NUMBER_NOT_VERIFIED);
    }

    @Test
    void refusesTargetOtherThanTheProvider() {
        assertThat(BusinessLayer.findings(facts(JANE, new Facts.Target("Organization/3", "A20047")), PROVIDER,
                CONSUMER))
                .extracting(Finding::rule).containsExactly(Rule.TARGET_NOT_PROVIDER);
    }

    @Test
    void refusesTargetWithoutOdsCode() {
        assertThat(BusinessLayer.findings(facts(JANE, new Facts.Target("Organization/3", null)), PROVIDER, CONSUMER))
                .extracting(Finding::rule).containsExactly(Rule.TARGET_NOT_PROVIDER);
    }

    @Test
    void refusesPatientRegisteredElsewhere() {
        assertThat(check(new Facts.Patient("Patient/3", "9000000025", "01", Set.of("A20047"), false)))
                .containsExactly(Rule.PATIENT_NOT_REGISTERED);
    }

    @Test
    void refusesPatientRegisteredNowhere() {
        assertThat(check(new Facts.Patient("Patient/3", "9000000025", "01", Set.of(), false)))
                .containsExactly(Rule.PATIENT_NOT_REGISTERED);
    }

    @Test
    void refusesPatientWhoDissents() {
        assertThat(check(new Facts.Patient("Patient/4", "9000000033", "01", Set.of("B82617"), true)))
                .containsExactly(Rule.PATIENT_DISSENTS);
    }

    @Test
    void reportsAllFaultsTogetherInTheOrderOfTheCatalogue() {
        Facts worst = facts(new Facts.Patient("Patient/9", "9000000017", "02", Set.of(), true),
                new Facts.Target("Organization/3", "A20047"));

        assertThat(BusinessLayer.findings(worst, PROVIDER, sendingTo("A20047"))).extracting(Finding::rule)
                .containsExactly(
                Rule.NO_AGREEMENT, Rule.NHS_NUMBER_NOT_VERIFIED, Rule.TARGET_NOT_PROVIDER, Rule.PATIENT_NOT_REGISTERED,
                Rule.PATIENT_DISSENTS);
    }

    @Test
    void saysNothingAboutThePatient() {
        Facts worst = facts(new Facts.Patient("Patient/9", "9000000017", "02", Set.of("X99999"), true),
                new Facts.Target("Organization/3", "A20047"));

        assertThat(BusinessLayer.findings(worst, PROVIDER, sendingTo("A20047"))).extracting(Finding::diagnostics)
                .noneMatch(text -> text.contains("9000000017") || text.contains("Patient/9")
                        || text.contains("X99999"));
        assertThat(worst.toString()).doesNotContain("9000000017");
    }

    private static List<Rule> check(Facts.Patient patient) {
        return BusinessLayer.findings(facts(patient, TARGET), PROVIDER, CONSUMER).stream().map(Finding::rule).toList();
    }

    private static Facts facts(Facts.Patient patient, Facts.Target target) {
        return new Facts(patient, new Facts.Source("Organization/1", Set.of("GPC001")), target);
    }

    private static Consumer sendingTo(String ods) {
        return new Consumer("200000000359", "GPC001", "GP Super Clinic", "https://consumer.example/fhir", Set.of(ods),
                Set.of(), null, "", 0);
    }
}
