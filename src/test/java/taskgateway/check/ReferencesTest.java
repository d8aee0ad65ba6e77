package taskgateway.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import ca.uhn.fhir.model.api.ExtensionDt;
import ca.uhn.fhir.model.dstu2.composite.CodeableConceptDt;
import ca.uhn.fhir.model.dstu2.composite.ResourceReferenceDt;
import ca.uhn.fhir.model.dstu2.resource.Basic;
import ca.uhn.fhir.model.dstu2.resource.Order;
import ca.uhn.fhir.model.dstu2.resource.Organization;
import ca.uhn.fhir.model.dstu2.resource.Patient;
import ca.uhn.fhir.model.dstu2.resource.Practitioner;
import ca.uhn.fhir.model.primitive.BooleanDt;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.directory.Registry;
import taskgateway.fhir.Format;
import taskgateway.fhir.Uris;
import taskgateway.rules.Finding;
import taskgateway.rules.Issue;
import taskgateway.rules.Refusal;
import taskgateway.rules.Rule;

/** One good task against the demo's registry; each test spoils one thing in it. */
class ReferencesTest {

    private static final References REFERENCES = new References(Registry.load(Path.of("config/registry/B82617")));

    private final Order order = new Order();

    @BeforeEach
    void aGoodTask() {
        Basic basic = new Basic();
        basic.setId("text");
        order.getContained().getContainedResources().add(basic);
        order.setSubject(new ResourceReferenceDt("Patient/1"));
        order.setSource(new ResourceReferenceDt("Organization/1"));
        order.setTarget(new ResourceReferenceDt("Organization/2"));
        order.addDetail().setReference("#text");
    }

    @Test
    void findsWhatTheRulesNeedToKnow() {
        Facts facts = REFERENCES.resolve(order);

        assertThat(facts.patient().reference()).isEqualTo("Patient/1");
        assertThat(facts.patient().nhsNumber()).isEqualTo("9000000009");
        assertThat(facts.patient().nhsNumberStatus()).isEqualTo("01");
        assertThat(facts.patient().registeredWith()).containsExactly("B82617");
        assertThat(facts.patient().dissents()).isFalse();
        assertThat(facts.source().ods()).containsExactly("GPC001");
        assertThat(facts.target()).isEqualTo(new Facts.Target("Organization/2", "B82617"));
    }

    @Test
    void findsOrganisationOfPractitioner() {
        order.setSource(new ResourceReferenceDt("Practitioner/1"));

        assertThat(REFERENCES.resolve(order).source().ods()).containsExactly("GPC001");
    }

    @Test
    void findsWhatIsWrongWithTheOtherPatientsOfTheDemo() {
        assertThat(patient("Patient/2").nhsNumberStatus()).isEqualTo("02");
        assertThat(patient("Patient/3").registeredWith()).doesNotContain("B82617");
        assertThat(patient("Patient/4").dissents()).isTrue();
    }

    @Test
    void resolvesTheSameAfterParsing() {
        Order parsed = (Order) Format.XML.parser().parseResource(Format.XML.encode(order));

        assertThat(REFERENCES.resolve(parsed)).isEqualTo(REFERENCES.resolve(order));
    }

    @Test
    void refusesEverythingUnresolvedAtOnce() {
        order.setSubject(new ResourceReferenceDt("Patient/99"));
        order.setSource(new ResourceReferenceDt("https://elsewhere.example/Organization/1"));
        order.setTarget(new ResourceReferenceDt("Organization/99"));
        order.addUndeclaredExtension(new ExtensionDt(false, "urn:x", new ResourceReferenceDt("Device/1")));

        assertThat(refusal().outcome().status()).isEqualTo(422);
        assertThat(refusal().outcome().issues()).extracting(Issue::location).containsExactlyInAnyOrder(
                "/f:Order/f:subject/f:reference", "/f:Order/f:source/f:reference", "/f:Order/f:target/f:reference",
                "/f:Order/f:extension/f:valueReference/f:reference");
    }

    @ParameterizedTest
    @ValueSource(strings =
            {"Patient/99", "patient/1", "Patient/1/_history/1", "Patient?identifier=9000000009", "#none", "#", "1"})
    void refusesUnknownReference(String reference) {
        order.setSubject(new ResourceReferenceDt(reference));

        assertThat(refusal().outcome().issues()).singleElement().satisfies(issue -> {
            assertThat(issue.location()).isEqualTo("/f:Order/f:subject/f:reference");
            assertThat(issue.diagnostics()).doesNotContain(reference);
        });
        assertThat(References.findForeign(order)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings =
            {"https://elsewhere.example/DSTU2/1/Patient/1", "HTTP://elsewhere.example/Patient/1", "ftp://x/Patient/1",
        "urn:uuid:53fefa32-fcbb-4ff8-8a92-55ee120877b7", "//elsewhere.example/Patient/1", "/Patient/1", "../Patient/1",
        "Patient/../../Patient/1", "\n https://elsewhere.example/Patient/1"})
    void refusesReferenceToAnotherServer(String reference) {
        order.setSubject(new ResourceReferenceDt(reference));

        assertThat(References.findForeign(order)).extracting(Finding::rule, Finding::location)
                .containsExactly(tuple(Rule.REFERENCE_FOREIGN, "/f:Order/f:subject/f:reference"));
        assertThat(refusal().outcome().issues()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Patient/1", "Patient/a..b", "Patient/1/_history/1", "#text"})
    void takesRelativeReferenceForTheProvidersOwn(String reference) {
        order.setSubject(new ResourceReferenceDt(reference));

        assertThat(References.findForeign(order)).isEmpty();
    }

    @Test
    void refusesSubjectThatIsNoPatient() {
        order.setSubject(new ResourceReferenceDt("Organization/1"));

        assertThat(refusal().outcome().issues()).extracting(Issue::location).containsExactly("/f:Order/f:subject");
    }

    @Test
    void refusesTargetThatSaysNowhere() {
        order.setTarget(new ResourceReferenceDt().setDisplay("GP Clinic Down The Road"));

        assertThat(refusal().outcome().issues()).extracting(Issue::location).containsExactly("/f:Order/f:target");
    }

    @Test
    void takesContradictoryDissentForDissent() {
        Patient contradictory = patientOnFile();
        contradictory.addUndeclaredExtension(new ExtensionDt(false, Uris.DISSENT_EXTENSION, new BooleanDt(false)));
        contradictory.addUndeclaredExtension(new ExtensionDt(false, Uris.DISSENT_EXTENSION, new BooleanDt(true)));

        assertThat(resolve(contradictory).patient().dissents()).isTrue();
        assertThat(resolve(patientOnFile()).patient().dissents()).isFalse();
    }

    @Test
    void takesContradictoryOrForeignStatusForNone() {
        Patient contradictory = patientOnFile();
        contradictory.getIdentifierFirstRep().addUndeclaredExtension(status(Uris.NHS_NUMBER_STATUS, "01"));
        contradictory.getIdentifierFirstRep().addUndeclaredExtension(status(Uris.NHS_NUMBER_STATUS, "02"));
        Patient foreign = patientOnFile();
        foreign.getIdentifierFirstRep().addUndeclaredExtension(status("urn:another-code-system", "01"));

        assertThat(resolve(contradictory).patient().nhsNumberStatus()).isNull();
        assertThat(resolve(foreign).patient().nhsNumberStatus()).isNull();
    }

    @Test
    void takesPatientWhoseCareProviderIsNotOnFileForUnregistered() {
        Patient patient = patientOnFile();
        patient.addCareProvider().setReference("Organization/99");
        patient.addCareProvider().setReference("Practitioner/1");

        assertThat(resolve(patient).patient().registeredWith()).isEmpty();
    }

    private static Patient patientOnFile() {
        Patient patient = new Patient();
        patient.setId("1");
        patient.addIdentifier().setSystem(Uris.NHS_NUMBER).setValue("9000000009");
        return patient;
    }

    private static ExtensionDt status(String system, String code) {
        return new ExtensionDt(false, Uris.NHS_NUMBER_STATUS_EXTENSION, new CodeableConceptDt(system, code));
    }

    private Facts resolve(Patient patient) {
        Organization source = new Organization();
        source.setId("1");
        Organization target = new Organization();
        target.setId("2");
        Practitioner practitioner = new Practitioner();
        practitioner.setId("1");
        return new References(Registry.of(patient, source, target, practitioner)).resolve(order);
    }

    private Facts.Patient patient(String reference) {
        order.setSubject(new ResourceReferenceDt(reference));
        return REFERENCES.resolve(order).patient();
    }

    private Refusal refusal() {
        return catchThrowableOfType(Refusal.class, () -> REFERENCES.resolve(order));
    }
}
