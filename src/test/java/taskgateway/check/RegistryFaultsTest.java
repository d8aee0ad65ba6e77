package taskgateway.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * With which mistake would a registry be taken, and tasks be refused that are right? Each stops the start in one line
 * that names the file; what is only likely to be a mistake is told. No line holds what a file holds.
 */
class RegistryFaultsTest {

    private static final String SETTING = "gateway.registry";
    private static final String TAKEN = "config/registry/B82617";
    private static final String PATIENT = "B82617/Patient-1.json";
    private static final String NEW = "{\"resourceType\":\"Patient\",\"id\":\"9\"}";

    @TempDir
    private Path root;

    /** What is wrong with a registry that was right. */
    private interface Mistake {
        void make(Path root) throws IOException;
    }

    private record Row(String name, Mistake mistake, String told) {

        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeEach
    void copyOfTheDemo() throws IOException {
        Path own = Files.createDirectory(root.resolve("B82617"));
        try (Stream<Path> files = Files.list(Path.of(TAKEN))) {
            for (Path file : files.toList()) {
                Files.copy(file, own.resolve(file.getFileName()));
            }
        }
    }

    static Stream<Row> wrong() {
        return Stream.of(folders(), texts(), resources(), together()).flatMap(List::stream);
    }

    private static List<Row> folders() {
        return List.of(
                new Row("no folder for a provider", root -> Files.move(root.resolve("B82617"), root.resolve("C83615")),
                        "the folder ROOT/B82617 is not there, which provider B82617 of the directory needs"),
                new Row("a folder in other letters", root -> Files.move(root.resolve("B82617"), root.resolve("b82617")),
                        "the folder ROOT/B82617 is not there, which provider B82617 of the directory needs; b82617 is:"
                        + " letter case matters"),
                new Row("a file in its place", root -> Files.writeString(empty(root.resolve("B82617")), "x"),
                        "the folder ROOT/B82617 is not there, which provider B82617 of the directory needs"),
                new Row("an empty folder", root -> Files.createDirectory(empty(root.resolve("B82617"))),
                        "ROOT/B82617 holds no Organization"
                        + " with the ODS code B82617 (identifier of system"
                        + " http://fhir.nhs.net/Id/ods-organization-code): every task would be refused"),
                new Row("a resource beside the folders", root -> Files.writeString(root.resolve("Patient-9.json"), NEW),
                        "ROOT/Patient-9.json is in no provider's folder, and so is not read: move it into ROOT/, in the"
                        + " folder that is named by the provider's ODS code"),
                new Row("resources in a sub-folder", root -> write(root, "B82617/patients/more/Patient-9.XML", "x"),
                        "ROOT/B82617/patients is a folder in a provider's registry, and what stands in it is not read:"
                        + " move its resources up into ROOT/B82617, or the folder away"),
                new Row("a folder with the name of a file",
                        root -> write(root, "B82617/Patient-9.json/Patient-9.json", NEW),
                        "ROOT/B82617/Patient-9.json is a folder in a provider's registry, and what stands in it is not"
                        + " read: move its resources up into ROOT/B82617, or the folder away"),
                new Row("a link that leads nowhere",
                        root -> Files.createSymbolicLink(root.resolve("B82617/Patient-9.json"), root.resolve("no")),
                        "ROOT/B82617/Patient-9.json: is a link that leads nowhere"));
    }

    private static List<Row> texts() {
        return List.of(
                text("an empty file", "", "is empty"),
                text("a blank file", " \n", "is empty"),
                text("text that is no JSON", "Mrs Jane Johnson 9000000009",
                        "is no FHIR DSTU2 resource: The JSON is not well-formed (line 1,"
                        + " column 1); at most 64 levels and 200000 tokens are read"),
                text("a file cut off", NEW.substring(0, 25),
                        "is no FHIR DSTU2 resource: The JSON is not well-formed (line 1, column 26); at most"
                        + " 64 levels and 200000 tokens are read"),
                text("a tab in a text", "{\"resourceType\":\"Patient\",\n\"id\":\"9\", \"gender\":\"fe\tmale\"}",
                        "is no FHIR DSTU2 resource: The JSON"
                        + " is not well-formed (line 2, column 23); at most 64 levels and 200000 tokens are read"),
                text("two resources in a file", NEW + "\n" + NEW,
                        "is no FHIR DSTU2 resource: Something follows the JSON value (line 2,"
                        + " column 1)"),
                text("a list of resources", "[" + NEW + "]",
                        "is no FHIR DSTU2 resource: It names no resource type of FHIR DSTU2"),
                text("a key that stands twice", NEW.replace("\"9\"", "\"9\",\"id\":\"8\""),
                        "is no FHIR DSTU2 resource: The key 'id' stands twice"
                        + " in one object (line 1, column 36)"),
                text("an unknown element", patient("\"colour\":\"red\""),
                        "is no FHIR DSTU2 resource: /f:Patient/f:colour: Not an element of"
                        + " Patient in FHIR DSTU2, or not one that this gateway can carry: leave it out"),
                text("a date that is none", patient("\"birthDate\":\"31.05.1952\""),
                        "is no FHIR DSTU2 resource: /f:Patient/f:birthDate: The"
                        + " value must be a date: YYYY, YYYY-MM or YYYY-MM-DD"),
                text("an unknown type", "{\"resourceType\":\"Patien\",\"id\":\"9\"}",
                        "is no FHIR DSTU2 resource: It names no resource type of FHIR"
                        + " DSTU2"),
                new Row("XML that is cut off",
                        root -> write(root, "B82617/Patient-9.xml",
                                "<Patient xmlns=\"http://hl7.org/fhir\">\n<id value"),
                        "ROOT/B82617/Patient-9.xml: is no FHIR DSTU2 resource: The XML is not well-formed (line 2,"
                        + " column 9); it is read without DOCTYPE and entities, to 64 levels and 100000 elements"),
                new Row("text in another encoding", root -> Files.write(root.resolve("B82617/Patient-9.json"),
                        patient("\"language\":\"é\"").getBytes(StandardCharsets.ISO_8859_1)),
                        "ROOT/B82617/Patient-9.json: is no UTF-8 text"),
                new Row("text of two octets a letter", root -> Files.write(root.resolve("B82617/Patient-9.json"),
                        NEW.getBytes(StandardCharsets.UTF_16)), "ROOT/B82617/Patient-9.json: is no UTF-8 text"));
    }

    private static List<Row> resources() {
        String number = "\"identifier\":[{\"system\":\"http://fhir.nhs.net/Id/nhs-number\",\"value\":\"%s\"}]";
        return List.of(
                text("a resource without an id", "{\"resourceType\":\"Patient\"}",
                        "the resource has no id of 1 to 64 letters, digits, dots and"
                        + " hyphens"),
                text("a Bundle",
                        "{\"resourceType\":\"Bundle\",\"id\":\"9\",\"type\":\"collection\",\"entry\":[{\"resource\":"
                                + NEW + "}]}",
                        "is a Bundle, whose entries are not read: give each resource a file of its own"),
                text("an id that stands twice", "{\"resourceType\":\"Patient\",\"id\":\"1\"}",
                        "Patient/1 stands in ROOT/B82617/Patient-1.json"
                        + " too: remove one of them, or give it an id of its own"),
                text("an NHS number with a wrong check digit", patient(number.formatted("9000000008")),
                        "the NHS number is not ten digits"
                        + " with a right check digit"),
                text("an NHS number with blanks", patient(number.formatted("900 000 0009")),
                        "the NHS number is not ten digits with a right"
                        + " check digit"),
                text("an NHS number without a value",
                        patient(number.replace("\"value\":\"%s\"", "\"use\":\"official\"")), "the NHS number is"
                        + " not ten digits with a right check digit"),
                text("an NHS number of another patient", patient(number.formatted("9000000009")),
                        "the NHS number is that of"
                        + " ROOT/B82617/Patient-1.json too: of two records of one patient only one may hold the"
                        + " dissent"),
                text("an ODS code in small letters",
                        "{\"resourceType\":\"Organization\",\"id\":\"9\",\"identifier\":[{\"system\":"
                        + "\"http://fhir.nhs.net/Id/ods-organization-code\",\"value\":\"b82617\"}]}",
                        "the ODS code is not 1 to 12 capital letters"
                        + " and digits"),
                text("a dissent that is no boolean",
                        patient("\"extension\":[{\"url\":\"urn:taskgateway:StructureDefinition:"
                        + "patient-dissents-from-sharing\",\"valueString\":\"true\"}]"),
                        "the dissent extension has no valueBoolean"),
                text("a dissent of another URL",
                        patient("\"extension\":[{\"url\":\"urn:taskgateway:patient-dissents-from-sharing\","
                        + "\"valueBoolean\":true}]"), "an extension about dissent has another URL than"
                        + " urn:taskgateway:StructureDefinition:patient-dissents-from-sharing"),
                new Row("a file named by an NHS number", root -> write(root, "B82617/900 000 0017.json", ""),
                        "ROOT/B82617/(NHS number).json (file 1 of 9 by name): is empty"),
                new Row("an id that is an NHS number", root -> {
                    write(root, "B82617/a.json", NEW.replace("\"9\"", "\"9000000017\""));
                    write(root, "B82617/b.json", NEW.replace("\"9\"", "\"9000000017\""));
                }, "ROOT/B82617/b.json: Patient/(NHS number) stands in ROOT/B82617/a.json too: remove one of them, or"
                        + " give it an id of its own"));
    }

    private static List<Row> together() {
        String none =
                "ROOT/B82617 holds no Patient about whom a task can be accepted: of 4, %s are registered here"
                + " (careProvider refers to"
                + " the Organization with the ODS code B82617), %s have a verified NHS number (status 01), 3 do not"
                + " dissent: every task would be refused";
        return List.of(
                new Row("no Organization of the provider's",
                        root -> replaceEverywhere(root, "\"B82617\"", "\"X99999\""),
                        "ROOT/B82617 holds no Organization with the ODS code B82617 (identifier of system"
                                + " http://fhir.nhs.net/Id/ods-organization-code): every task would be refused"),
                new Row("no Patient", root -> {
                    for (String id : List.of("1", "2", "3", "4")) {
                        Files.delete(root.resolve("B82617/Patient-" + id + ".json"));
                    }
                }, "ROOT/B82617 holds no Patient: every task would be refused"),
                new Row("Patients of another practice",
                        root -> replaceEverywhere(root, "Organization/2", "Organization/3"),
                        none.formatted(0, 3)),
                new Row("no verified NHS number",
                        root -> replaceEverywhere(root, "NHSNumberVerificationStatus-1\",\n                \"code\"",
                                "NHSNumberVerificationStatus\",\n                \"code\""), none.formatted(3, 0)));
    }

    private static Row text(String name, String text, String told) {
        return new Row(name, root -> write(root, "B82617/Patient-9.json", text), "ROOT/B82617/Patient-9.json: " + told);
    }

    private static String patient(String elements) {
        return NEW.replace("\"9\"", "\"9\"," + elements);
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void aMistakeIsToldWithItsFileAndNothingThatItHolds(Row row) throws IOException {
        row.mistake().make(root);
        assertThatIllegalArgumentException().isThrownBy(this::load)
                .withMessage("the registry (gateway.registry): " + row.told().replace("ROOT", root.toString()));
    }

    @Test
    void whatIsOnlyLikelyToBeAMistakeIsTold() throws IOException {
        write(root, "B82617/notes.txt", "x");
        write(root, "B82617/Patient-9.json.gz", "x");
        write(root, "C83615/Patient-1.json", "x");
        for (int i = 10; i < 17; i++) {
            write(root, "B82617/Patient-" + i + ".json", NEW.replace("\"9\"", "\"" + i + "\""));
        }
        String ending = ", Patient/11, Patient/12, Patient/13, Patient/14 and 2 more: a task about a patient who ";
        assertThat(load().warnings()).containsExactly(
                root + "/B82617 holds files that are no *.json or *.xml, and are not read: Patient-9.json.gz,"
                + " notes.txt",
                root + "/B82617: Patient/10" + ending
                        + "has no NHS number (identifier of system http://fhir.nhs.net/Id/nhs-number) is refused",
                root + "/B82617: Patient/10" + ending
                        + "is registered nowhere (careProvider must refer to an Organization of this registry"
                        + " that has an ODS code) is refused",
                "The directory names no provider for these folders of " + root + ", which are not read: C83615");
    }

    @Test
    void whatNobodyCanMeanIsPassedOverInSilence() throws IOException {
        for (String name
                : List.of("README.md", ".DS_Store", "._Patient-1.json", ".Patient-1.json.swp", "Patient-1.json~",
                        "#Patient-1.json#",
                ".#Patient-1.json", "Patient-1.json.bak", "Patient-1.xml.orig", "Thumbs.db", "desktop.ini",
                "lost+found/Patient-1.json", ".git/Patient-1.json")) {
            write(root, name, "x");
            write(root, "B82617/" + name, "x");
        }
        Files.createDirectory(root.resolve("B82617/empty"));
        Registries registries = load();
        assertThat(registries.warnings()).isEmpty();
        assertThat(registries.byOds().get("B82617").references()).hasSize(8);
    }

    /** Kubernetes shows each file of a ConfigMap as a link into a folder whose name changes with every change. */
    @Test
    void aMountedConfigMapIsReadOnce() throws IOException {
        Path own = root.resolve("B82617");
        Path version = root.resolve("..2026_11_28");
        Files.move(own, version);
        Files.createDirectory(own);
        Files.move(version, own.resolve("..2026_11_28"));
        Files.createSymbolicLink(own.resolve("..data"), Path.of("..2026_11_28"));
        for (String name : names(own.resolve("..2026_11_28"))) {
            Files.createSymbolicLink(own.resolve(name), Path.of("..data", name));
        }
        Registries registries = load();
        assertThat(registries.warnings()).isEmpty();
        assertThat(registries.byOds().get("B82617").references()).hasSize(8);
    }

    @Test
    void aByteOrderMarkAndAnEndingInCapitalsAreRead() throws IOException {
        Path patient = root.resolve(PATIENT);
        Files.writeString(root.resolve("B82617/Patient-1.JSON"), "\uFEFF" + Files.readString(patient));
        Files.delete(patient);
        write(root, "B82617/Location-1.xml",
                "\uFEFF<Location xmlns=\"http://hl7.org/fhir\"><id value=\"1\"/></Location>");
        assertThat(load().byOds().get("B82617").references()).contains("Patient/1", "Location/1");
    }

    @Test
    void aFileThatTheGatewayMayNotReadIsNamed() throws IOException {
        assumeFalse(System.getProperty("user.name").equals("root"), "root may read everything");
        Path patient = root.resolve(PATIENT);
        assertThat(patient.toFile().setReadable(false)).isTrue();
        assertThatIllegalArgumentException().isThrownBy(this::load)
                .withMessage("the registry (gateway.registry): " + patient
                + ": cannot be read: the account under which the gateway runs may not");
    }

    @Test
    void theDemoIsRight() {
        Set<String> hosted = Set.of("B82617", "C83615");
        assertThat(Registries.load(Path.of("config/registry"), SETTING, hosted, hosted).warnings()).isEmpty();
        assertThat(Registries.load(Path.of("config/simulator"), "simulator.data", Set.of("A20047"), Set.of("A20047"))
                .warnings()).isEmpty();
    }

    private Registries load() {
        return Registries.load(root, SETTING, List.of("B82617"), Set.of("A20047", "B82617"));
    }

    private static void write(Path root, String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static Path empty(Path folder) throws IOException {
        for (String name : names(folder)) {
            Files.delete(folder.resolve(name));
        }
        Files.delete(folder);
        return folder;
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static void replaceEverywhere(Path root, String from, String to) throws IOException {
        for (String name : names(root.resolve("B82617"))) {
            Path file = root.resolve("B82617").resolve(name);
            Files.writeString(file, Files.readString(file).replace(from, to));
        }
    }
}
