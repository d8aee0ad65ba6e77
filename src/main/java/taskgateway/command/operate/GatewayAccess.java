package taskgateway.command.operate;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import taskgateway.directory.Directory;

/**
 * Where the gateway keeps what an operator looks into and changes: its settings, as the gateway itself reads them.
 *
 * @param databaseUrl      the JDBC URL that the gateway opens
 * @param databaseUser     its user
 * @param databasePassword its password
 * @param patientKeyFile   the key by which the message log hides patients
 * @param repeatKeep       how long a repeat is told and answered
 * @param registry         the folder of the hosted providers' records
 * @param directory        reads who sends and who receives
 */
public record GatewayAccess(String databaseUrl, String databaseUser, String databasePassword, Path patientKeyFile,
        Duration repeatKeep, Path registry, Supplier<Directory> directory) {

    /** Without the password. */
    @Override
    public String toString() {
        return "Place[" + databaseUrl + "]";
    }
}
