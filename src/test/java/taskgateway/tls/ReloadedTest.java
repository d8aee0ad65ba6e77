package taskgateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadedTest {

    @TempDir
    private Path folder;
    private PemFile first;
    private PemFile second;

    @BeforeEach
    void write() throws IOException {
        first = new PemFile("gateway.tls.certificate", Files.writeString(folder.resolve("first"), "a1"));
        second = new PemFile("gateway.tls.key", Files.writeString(folder.resolve("second"), "b1"));
    }

    @Test
    void takesOverWhatHasChangedAlsoWithinOneTickOfTheFilesTime() throws IOException {
        Reloaded<String> files = new Reloaded<>(List.of(first, second), ReloadedTest::pair);
        FileTime time = Files.getLastModifiedTime(first.path());
        assertThat(files.reload()).isFalse();
        Files.writeString(first.path(), "a2");
        Files.writeString(second.path(), "b2");
        Files.setLastModifiedTime(first.path(), time);
        Files.setLastModifiedTime(second.path(), time);
        assertThat(files.reload()).isTrue();
        assertThat(files.get()).isEqualTo("a2 b2");
        assertThat(files.reload()).isFalse();
    }

    @Test
    void keepsWhatItHasUntilTheNewIsWhole() throws IOException {
        Reloaded<String> files = new Reloaded<>(List.of(first, second), ReloadedTest::pair);
        Files.writeString(first.path(), "a2");
        assertThat(files.reload()).isFalse();
        assertThat(files.get()).isEqualTo("a1 b1");
        Files.delete(second.path());
        assertThat(files.reload()).isFalse();
        assertThat(files.get()).isEqualTo("a1 b1");
        Files.writeString(second.path(), "b2");
        assertThat(files.reload()).isTrue();
        assertThat(files.get()).isEqualTo("a2 b2");
    }

    @Test
    void doesNotBeginWithWhatCannotBeUsed() throws IOException {
        Files.writeString(second.path(), "b2");
        assertThatThrownBy(() -> new Reloaded<>(List.of(first, second), ReloadedTest::pair))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("gateway.tls.certificate, gateway.tls.key cannot be used: they do not match");
        Files.delete(first.path());
        assertThatThrownBy(() -> new Reloaded<>(List.of(first), ReloadedTest::pair))
                .hasMessage("the file of gateway.tls.certificate cannot be read");
    }

    private static String pair(List<byte[]> contents) throws GeneralSecurityException {
        String one = new String(contents.get(0), StandardCharsets.US_ASCII);
        String other = new String(contents.get(1), StandardCharsets.US_ASCII);
        if (one.charAt(1) != other.charAt(1)) {
            throw new GeneralSecurityException("they do not match");
        }
        return one + " " + other;
    }
}
