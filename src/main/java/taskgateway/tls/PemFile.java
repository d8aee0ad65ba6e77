package taskgateway.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file in PEM.
 *
 * @param setting what names it, for messages: a setting, or a field of the directory
 * @param path    where it is
 */
public record PemFile(String setting, Path path) {

    byte[] read() {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new IllegalArgumentException("the file of " + setting + " cannot be read", e);
        }
    }
}
