package taskgateway.directory;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequesterTest {

    @ParameterizedTest
    @ValueSource(strings = {"requester", "userId", "prefix", "given", "family", "role", "device"})
    void aConsumerWithoutFullProvenanceIsRefusedAtTheStart(String key) throws IOException {
        String yaml = Files.readString(Path.of("config/directory.yaml")).replaceFirst("\n +" + key + ":", "\n    # ");
        assertThatThrownBy(() -> Directory.parse(yaml)).isInstanceOf(IllegalArgumentException.class);
    }
}
