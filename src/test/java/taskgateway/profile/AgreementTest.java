package taskgateway.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** HAPI's instance validator, on the same definitions, says the same of the good task and of each spoiled one. */
class AgreementTest {

    private static final HapiValidator HAPI = new HapiValidator(Snapshots.DIRECTORY);

    static List<Spoiled> spoiled() {
        return Spoiled.all();
    }

    static List<Path> definitions() throws IOException {
        try (var files = Files.list(Snapshots.DIRECTORY)) {
            return files.sorted().toList();
        }
    }

    @Test
    void hapiAcceptsTheWorkedExample() {
        assertThat(HAPI.errors(Spoiled.GOOD)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("spoiled")
    void hapiSaysOf(Spoiled spoiled) {
        assertThat(HAPI.errors(spoiled.json()).isEmpty()).isEqualTo(!spoiled.hapi());
    }

    @ParameterizedTest
    @MethodSource("definitions")
    void hapiAccepts(Path definition) throws IOException {
        assertThat(HAPI.errors(Files.readString(definition))).isEmpty();
    }
}
