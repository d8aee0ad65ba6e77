package taskgateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskgateway.testkit.Patience;
import taskgateway.testkit.Slow;

/** A jar that was copied without its libraries says so. */
@Slow
class StartTest {

    @TempDir
    private Path folder;

    @Test
    void namesTheLibraryThatIsMissing() throws Exception {
        Path jar = jar("lib/one.jar lib/two.jar");
        assertThat(start(jar))
                .isEqualTo("task-gateway cannot start: " + folder.resolve("lib/one.jar")
                        + " is missing: the folder lib,"
                + " with every file that came with it, must stand beside task-gateway.jar");
        Files.createFile(Files.createDirectory(folder.resolve("lib")).resolve("one.jar"));
        assertThat(start(jar)).contains(folder.resolve("lib/two.jar") + " is missing").hasLineCount(1);
    }

    private Path jar(String libraries) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Start.class.getName());
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, libraries);
        Path jar = folder.resolve("task-gateway.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest);
                InputStream start = Start.class.getResourceAsStream("Start.class")) {
            entries.putNextEntry(new JarEntry("taskgateway/Start.class"));
            start.transferTo(entries);
        }
        return jar;
    }

    private String start(Path jar) throws Exception {
        Path printed = folder.resolve("printed");
        Process process =
                new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar",
                jar.toString())).redirectErrorStream(true).redirectOutput(printed.toFile()).start();
        try {
            assertThat(process.waitFor(Patience.PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("it ends by itself")
                    .isTrue();
            assertThat(process.exitValue()).isEqualTo(1);
            return Files.readString(printed).strip();
        } finally {
            process.destroyForcibly();
        }
    }
}
