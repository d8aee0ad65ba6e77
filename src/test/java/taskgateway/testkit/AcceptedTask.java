package taskgateway.testkit;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import javax.sql.DataSource;
import taskgateway.store.journal.HostedTask;
import taskgateway.store.journal.TaskRows;

/** A hosted task with its pending delivery, as the gateway stores it, for tests of the outbox alone. */
public final class AcceptedTask {

    private AcceptedTask() {
    }

    /**
     * Stores one.
     *
     * @param id         of the Order, and the value of its identifier; its trace id is {@code trace-[id]}
     * @param receivedAt by the clock of the gateway that accepts it
     */
    public static void store(DataSource database, String ods, String id, Instant receivedAt) throws SQLException {
        try (Connection connection = database.getConnection(); TaskRows rows = new TaskRows(connection)) {
            rows.add(new HostedTask(id, "1", ods, "918999198994", "200000000359", "trace-" + id, null, id, receivedAt,
                    null, null, null, "create", "{}"));
            rows.insert();
            connection.commit();
        }
    }
}
