package taskgateway.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ca.uhn.fhir.model.dstu2.resource.Organization;
import ca.uhn.fhir.model.dstu2.resource.Patient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.fhir.Uris;

class RegistryTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"registry/B82617", "registry/C83615", "simulator/A20047"})
    void loadsEveryWorldOfTheDemo(String world) {
        Registry registry = Registry.load(Path.of("config", world));

        for (String id : new String[] {"1", "2", "3", "4"}) {
            assertThat(registry.find("Patient", id)).isPresent();
        }
        assertThat(registry.find("Practitioner", "1")).isPresent();
        Organization provider = (Organization) registry.find("Organization", "2").orElseThrow();
        assertThat(provider.getIdentifierFirstRep().getValue()).isEqualTo(Path.of(world).getFileName().toString());
    }

    @Test
    void readsJsonAndXmlAndPassesOtherFilesOver() throws IOException {
        file("a.json", "{\"resourceType\":\"Organization\",\"id\":\"a\"}");
        file("b.xml", "<Organization xmlns=\"http://hl7.org/fhir\"><id value=\"b\"/></Organization>");
        file("notes.txt", "not a resource");

        Registry registry = Registry.load(directory);

        assertThat(registry.find("Organization", "a")).isPresent();
        assertThat(registry.find("Organization", "b")).isPresent();
    }

    @Test
    void findsNothingUnderAnotherTypeIdOrLetterCase() {
        Registry registry = Registry.of(organization("a"));

        assertThat(registry.find("Patient", "a")).isEmpty();
        assertThat(registry.find("Organization", "b")).isEmpty();
        assertThat(registry.find("Organization", "A")).isEmpty();
        assertThat(registry.find("organization", "a")).isEmpty();
    }

    @Test
    void cannotBeChangedThroughWhatItHandsOut() {
        Registry registry = Registry.of(organization("a"));

        ((Organization) registry.find("Organization", "a").orElseThrow()).setName("changed");

        assertThat(((Organization) registry.find("Organization", "a").orElseThrow()).getName()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
        "{\"resourceType\":\"Patient\",\"id\":\"1\",\"colour\":\"red\"}              | f:colour: Not an element",
        "{\"resourceType\":\"Patient\",\"id\":\"1\",\"id\":\"2\"}                    | The key 'id' stands twice",
        "{\"resourceType\":\"Patient\",\"id\":\"1\",\"birthDate\":\"yesterday\"}     | birthDate",
        "{\"resourceType\":\"Patient\",\"id\":\"1\",\"extension\":{\"url\":\"urn:x\",\"valueBoolean\":true}} |"
        + " extension",
        "{\"resourceType\":\"Patient\"}                                              | no id",
        "{\"resourceType\":\"Patient\",\"id\":\"a b\"}                               | no id",
        "{\"resourceType\":\"Patien\",\"id\":\"1\"}                                  | no resource type",
        "{\"resourceType\":\"Patient\",\"id\":\"1\"}}                                | not well-formed (line 1, column"
        + " 36)",
        "not JSON                                                                    | not well-formed (line 1, column"
        + " 1)",
        "[]                                                                          | no resource type",
    })
    void namesTheFileAndItsFaultInOneLine(String text, String fault) throws IOException {
        file("spoilt.json", text);

        assertThatIllegalArgumentException().isThrownBy(() -> Registry.load(directory))
                .withMessageStartingWith(directory + "/spoilt.json: ").withMessageContaining(fault)
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"valueBoolean\":null", ",\"valueString\":\"true\"", ",\"valueBoolean\":\"yes\"",
        ",\"_valueBoolean\":{\"id\":\"x\"}"})
    void refusesDissentThatIsNeitherTrueNorFalse(String value) throws IOException {
        file("unclear.json",
                "{\"resourceType\":\"Patient\",\"id\":\"1\",\"extension\":[{\"url\":\"" + Uris.DISSENT_EXTENSION + "\""
                + value + "}]}");

        assertThatIllegalArgumentException().isThrownBy(() -> Registry.load(directory))
                .withMessageStartingWith(directory + "/unclear.json: ");
    }

    @Test
    void refusesEmptyFile() throws IOException {
        file("empty.json", "");

        assertThatIllegalArgumentException().isThrownBy(() -> Registry.load(directory))
                .withMessage(directory + "/empty.json: is empty");
    }

    @Test
    void refusesTextThatIsNotUtf8() throws IOException {
        Files.write(directory.resolve("latin.json"),
                "{\"resourceType\":\"Organization\",\"id\":\"1\",\"name\":\"é\"}".getBytes(
                        StandardCharsets.ISO_8859_1));

        assertThatIllegalArgumentException().isThrownBy(() -> Registry.load(directory))
                .withMessage(directory + "/latin.json: is no UTF-8 text");
    }

    @Test
    void refusesTheSameTypeAndIdTwice() throws IOException {
        file("a.json", "{\"resourceType\":\"Organization\",\"id\":\"1\"}");
        file("b.json", "{\"resourceType\":\"Organization\",\"id\":\"1\"}");

        assertThatIllegalArgumentException().isThrownBy(() -> Registry.load(directory))
                .withMessage(directory + "/b.json: Organization/1 stands in " + directory
                        + "/a.json too: remove one of them, or give it an id of its own");
    }

    @Test
    void refusesDirectoryThatIsNotThere() {
        assertThatIllegalArgumentException().isThrownBy(() -> Registry.load(directory.resolve("none")))
                .withMessage(directory + "/none is not there");
    }

    @Test
    void refusesNhsNumberWithWrongCheckDigitWithoutQuotingIt() {
        assertThatIllegalArgumentException().isThrownBy(() -> Registry.of(patient("9000000008")))
                .withMessage("the NHS number is not ten digits with a right check digit");
    }

    @Test
    void refusesTwoNhsNumbers() {
        assertThatIllegalArgumentException().isThrownBy(() -> Registry.of(patient("9000000009", "9000000017")))
                .withMessage("there is more than one NHS number");
    }

    @Test
    void refusesTwoOdsCodes() {
        Organization organization = organization("1");
        organization.addIdentifier().setSystem(Uris.ODS_CODE).setValue("B82617");
        organization.addIdentifier().setSystem(Uris.ODS_CODE).setValue("C83615");

        assertThatIllegalArgumentException().isThrownBy(() -> Registry.of(organization))
                .withMessage("there is more than one ODS code");
    }

    private void file(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    private static Organization organization(String id) {
        Organization organization = new Organization();
        organization.setId(id);
        return organization;
    }

    private static Patient patient(String... nhsNumbers) {
        Patient patient = new Patient();
        patient.setId("1");
        for (String number : nhsNumbers) {
            patient.addIdentifier().setSystem(Uris.NHS_NUMBER).setValue(number);
        }
        return patient;
    }
}
