package taskgateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import taskgateway.provider.Directory;

/** The file of {@code gateway.directory}. */
final class DirectoryFile {

    private DirectoryFile() {
    }

    /**
     * Reads it.
     *
     * @param context whose settings stand for the placeholders in it
     * @throws IllegalArgumentException saying in one line what is wrong
     */
    static Directory read(CamelContext context, Path file) {
        try {
            return Directory.parse(context.resolvePropertyPlaceholders(Files.readString(file)));
        } catch (IOException e) {
            throw new IllegalArgumentException("the directory " + file + " (gateway.directory) cannot be read", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the directory " + file + " (gateway.directory): " + e.getMessage(), e);
        }
    }
}
