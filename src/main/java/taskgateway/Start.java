package taskgateway;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The program as a jar. This class needs no library, so that it can say which one is missing. */
public final class Start {

    private Start() {
    }

    public static void main(String[] args) throws IOException, URISyntaxException {
        Path here = Path.of(Start.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Optional<Path> missing = Files.isRegularFile(here) ? missing(here) : Optional.empty();
        if (missing.isPresent()) {
            System.err.println("task-gateway cannot start: " + missing.get()
                    + " is missing: the folder lib, with every file that came"
                    + " with it, must stand beside " + here.getFileName());
            System.exit(1);
        }
        Gateway.main(args);
    }

    /** The first library that the jar names and that is not there. */
    private static Optional<Path> missing(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            String libraries = file.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            return libraries == null ? Optional.empty()
                    : Stream.of(libraries.split(" ")).map(jar::resolveSibling).filter(library -> !Files.exists(library))
                    .findFirst();
        }
    }
}
