package taskgateway.check;

import java.nio.file.Path;
import taskgateway.settings.SettingsReader;

/**
 * By which rules tasks are taken.
 *
 * @param profiles         the folder of the profiles
 * @param identifierSystem of the identifier that a task without one is given
 * @param rate             how much a consumer may send
 */
public record CheckSettings(Path profiles, String identifierSystem, RateSettings rate) {

    private static final String PROFILES = "gateway.profiles";
    private static final String IDENTIFIER_SYSTEM = "gateway.identifier.system";

    public static CheckSettings read(SettingsReader read) {
        return new CheckSettings(read.path(PROFILES), read.text(IDENTIFIER_SYSTEM), RateSettings.read(read));
    }

    /** Refuses what cannot be used. */
    public void check(SettingsReader read) {
        read.refuseRelative(IDENTIFIER_SYSTEM, identifierSystem);
        read.refuseNoFolder(PROFILES, profiles);
    }
}
