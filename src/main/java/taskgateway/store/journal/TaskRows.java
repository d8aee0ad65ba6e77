package taskgateway.store.journal;

import static taskgateway.store.sql.Rows.cut;
import static taskgateway.store.sql.Rows.set;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Inserts hosted tasks, each with its pending delivery. */
public final class TaskRows implements AutoCloseable {

    private static final String TASK = """
            insert into task (id, version_id, provider_ods, sender_asid, trace_id, identifier_system, identifier_value,
                received_at, author, author_role, organisation, interaction, body)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";
    private static final String DELIVERY = """
            insert into delivery (task_id, provider_ods, receiver_asid, state, attempts, replays)
            values (?, ?, ?, 'PENDING', 0, 0)""";

    private final Connection connection;
    private PreparedStatement tasks;
    private PreparedStatement deliveries;

    public TaskRows(Connection connection) {
        this.connection = connection;
    }

    /** Adds a task; null adds none. */
    public void add(HostedTask task) throws SQLException {
        if (task == null) {
            return;
        }
        if (tasks == null) {
            tasks = connection.prepareStatement(TASK);
            deliveries = connection.prepareStatement(DELIVERY);
        }
        set(tasks, task.id(), task.versionId(), task.providerOds(), task.senderAsid(), task.traceId(),
                task.identifierSystem(), task.identifierValue(), task.receivedAt(), cut(task.author(), 1000),
                cut(task.authorRole(), 1000), cut(task.organisation(), 1000), task.interaction(), task.body());
        tasks.addBatch();
        set(deliveries, task.id(), task.providerOds(), task.receiverAsid());
        deliveries.addBatch();
    }

    public void insert() throws SQLException {
        if (tasks != null) {
            tasks.executeBatch();
            deliveries.executeBatch();
        }
    }

    @Override
    public void close() throws SQLException {
        if (tasks != null) {
            tasks.close();
            deliveries.close();
        }
    }
}
