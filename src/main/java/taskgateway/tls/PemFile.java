package taskgateway.tls;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A file in PEM.
 *
 * @param setting what names it, for messages: a setting, an option of a command, or a field of the directory
 * @param path    where it is
 */
public record PemFile(String setting, Path path) {

    /** The setting as operators know it, a gateway's with its environment variable. */
    String named() {
        return setting.startsWith("gateway.")
                ? setting + " (environment variable "
                + setting.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_') + ")"
                : setting;
    }

    /** Setting and file, with which every message on it begins. */
    String place() {
        return (setting.startsWith("gateway.") ? "setting " : "") + named() + ": the file " + path;
    }

    IllegalArgumentException fault(String what) {
        return new IllegalArgumentException(place() + " " + what);
    }

    /** @throws IllegalArgumentException saying why there is nothing to read */
    byte[] read() {
        if (Files.isDirectory(path)) {
            throw fault("is a folder: name the file in it");
        }
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw fault("is a device or a pipe: it is read again and again, so that only a file will do");
        }
        byte[] content = content();
        if (content.length == 0) {
            throw fault("is empty");
        }
        return content;
    }

    private byte[] content() {
        try {
            return Files.readAllBytes(path);
        } catch (NoSuchFileException e) {
            throw fault("does not exist" + (path.isAbsolute() ? "" : ": it is looked for at " + path.toAbsolutePath()));
        } catch (AccessDeniedException e) {
            throw fault("may not be read by the account " + System.getProperty("user.name") + ", as which this runs:"
                    + " change its owner or its permissions, or those of the folders above it");
        } catch (FileSystemException e) {
            throw fault("cannot be read: " + e.getReason());
        } catch (IOException e) {
            throw fault("cannot be read: " + e.getMessage());
        }
    }
}
