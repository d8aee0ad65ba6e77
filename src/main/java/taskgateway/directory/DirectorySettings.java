package taskgateway.directory;

import java.nio.file.Files;
import java.nio.file.Path;
import taskgateway.settings.SettingsReader;

/**
 * Who sends and who receives.
 *
 * @param file       the directory
 * @param registries the folder with a folder for each hosted provider's records
 */
public record DirectorySettings(Path file, Path registries) {

    public static final String FILE = "gateway.directory";
    public static final String REGISTRIES = "gateway.registry";

    public static DirectorySettings read(SettingsReader read) {
        return new DirectorySettings(read.path(FILE), read.path(REGISTRIES));
    }

    /** Refuses what is not there. */
    public void check(SettingsReader read) {
        if (!Files.isRegularFile(file)) {
            throw read.wrong(FILE, "names no file: " + file);
        }
        read.refuseNoFolder(REGISTRIES, registries);
    }
}
