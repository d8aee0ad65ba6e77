package taskgateway.command.operate;

import java.time.Duration;
import java.util.function.Supplier;
import taskgateway.desk.Patients;
import taskgateway.directory.Directory;
import taskgateway.store.sql.DatabaseSettings;

/**
 * Where the gateway keeps what an operator looks into and changes: its settings, as the gateway itself reads them.
 *
 * @param database   the gateway's database
 * @param patients   how the message log hides patients
 * @param repeatKeep how long a repeat is told and answered
 * @param directory  reads who sends and who receives
 */
public record GatewayAccess(DatabaseSettings database, Patients patients, Duration repeatKeep,
        Supplier<Directory> directory) {
}
