package taskgateway.store;

import static taskgateway.store.Rows.cut;
import static taskgateway.store.Rows.set;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;

/** Inserts audit records. */
final class AuditRows implements AutoCloseable {

    private static final String AUDIT = """
            insert into audit (sequence, recorded_at, received_at, via, interaction, trace_id, from_asid, to_asid, provider_ods,
                user_id, user_name, user_role, organisation, requested_record, system, device, reason, patient, task_id,
                task_identifier, status, outcome, other_headers)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private final PreparedStatement audits;

    AuditRows(Connection connection) throws SQLException {
        audits = connection.prepareStatement(AUDIT);
    }

    void add(long sequence, Instant at, AuditRecord it) throws SQLException {
        set(audits, sequence, at, it.receivedAt(), it.via(), cut(it.interaction(), 200), cut(it.traceId(), 200),
                cut(it.fromAsid(), 200), cut(it.toAsid(), 200), it.providerOds(), cut(it.userId(), 1000),
                cut(it.userName(), 1000), cut(it.userRole(), 1000), cut(it.organisation(), 1000), cut(it.requestedRecord(), 1000),
                cut(it.system(), 1000), cut(it.device(), 1000), cut(it.reason(), 200), cut(it.patient(), 1000), cut(it.taskId(), 200),
                cut(it.taskIdentifier(), 2001), it.status(), cut(it.outcome(), 1000), cut(it.otherHeaders(), 1000));
        audits.addBatch();
    }

    void insert() throws SQLException {
        audits.executeBatch();
    }

    @Override
    public void close() throws SQLException {
        audits.close();
    }
}
