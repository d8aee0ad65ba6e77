package taskgateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import taskgateway.audit.SecretsTest;

/**
 * What all tests before this one have printed, log and all, names no patient, quotes no task and no token, and tells no
 * secret (OWASP ASVS, section 16.2). What must not be there is read from the demo's own records.
 */
class PrintedIT {

    /** Of the fast tests and of the slow ones. */
    private static final List<Path> REPORTS =
            List.of(Path.of("target/surefire-reports"), Path.of("target/failsafe-reports"));
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of the worked example and its variants, of every token, and of what is never printed at all. */
    private static final List<String> ALWAYS = List.of("Jane Johnson", "review the patient", "medications at the next",
            "Bearer ey", "eyJhbGciOi",
            "eyJpc3Mi", "ImlzcyI", "at java.base/", "root:x:", SecretsTest.SECRET);

    @Test
    void nothingPrivateWasPrinted() throws IOException {
        Set<String> forbidden = new TreeSet<>(ALWAYS);
        forbidden.addAll(patients());
        assertThat(forbidden).as("numbers, names and texts are known").contains("9000000009",
                "9000000033").hasSizeGreaterThan(ALWAYS.size() + 8);
        for (Path file : printed()) {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            assertThat(forbidden).as(file.toString()).noneMatch(text::contains);
        }
    }

    /** Else the test above would have nothing to search. */
    @Test
    void whatWasPrintedIsThere() throws IOException {
        String printed = Files.readString(REPORTS.get(1).resolve("taskgateway.LogTest-output.txt"));
        assertThat(printed.contains(LogTest.PRINTED)).as("what is printed is kept").isTrue();
        assertThat(printed.contains(LogTest.LOGGED)).as("what is logged is kept").isTrue();
        assertThat(printed()).as("as is what others print").hasSizeGreaterThan(1);
    }

    private static List<Path> printed() throws IOException {
        List<Path> printed = new ArrayList<>();
        for (Path folder : REPORTS) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> file.toString().endsWith("-output.txt")).forEach(printed::add);
            }
        }
        return printed;
    }

    /** NHS numbers, names, dates of birth and telephone numbers of the demo's patients. */
    private static Set<String> patients() throws IOException {
        Set<String> known = new TreeSet<>();
        for (String folder : List.of("config/registry", "config/simulator")) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                for (Path file : files.filter(path -> path.getFileName().toString().matches("Patient-.*\\.json"))
                        .toList()) {
                    JsonNode patient = JSON.readTree(file.toFile());
                    patient.at("/identifier").forEach(identifier -> known.add(identifier.path("value").asText()));
                    patient.at("/telecom").forEach(telecom -> known.add(telecom.path("value").asText()));
                    patient.at("/name")
                            .forEach(name ->
                                    known.add(name.at("/given/0").asText() + " " + name.at("/family/0").asText()));
                    known.add(patient.path("birthDate").asText());
                }
            }
        }
        known.remove("");
        known.remove(" ");
        return known;
    }
}
