package taskgateway.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import taskgateway.settings.SettingsReader;
import taskgateway.store.sql.DatabaseSettings;

/**
 * Where the gateway keeps its tasks and records.
 *
 * @param name           of this gateway among those of one database
 * @param patientKeyFile the key by which the message log hides patients
 * @param database       that holds all
 * @param outbox         how what is kept for hosted providers is delivered
 */
public record StoreSettings(String name, Path patientKeyFile, DatabaseSettings database, OutboxPolicy outbox) {

    private static final String NAME = "gateway.name";
    private static final String PATIENT_KEY = "gateway.patient-key-file";

    private static final Predicate<String> PLAIN = Pattern.compile("[\\p{L}\\p{N}._-]{1,64}").asMatchPredicate();

    public static StoreSettings read(SettingsReader read) {
        return new StoreSettings(read.text(NAME), read.path(PATIENT_KEY), DatabaseSettings.read(read),
                OutboxPolicy.read(read));
    }

    /** Refuses what cannot be used. */
    public void check(SettingsReader read) {
        if (!PLAIN.test(name)) {
            throw read.wrong(NAME, "must be of letters, digits, \".\", \"_\" and \"-\", at most 64");
        }
        if (Files.isDirectory(patientKeyFile)) {
            throw read.wrong(PATIENT_KEY, "names a folder: " + patientKeyFile);
        }
        database.check(read);
        outbox.check(read);
    }
}
