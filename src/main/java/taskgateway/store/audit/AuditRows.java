package taskgateway.store.audit;

import static taskgateway.store.sql.Rows.cut;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import taskgateway.store.sql.Rows;

/** Inserts audit records, each with the hash of all that it holds and of the record before. */
final class AuditRows implements AutoCloseable {

    /** What a hash covers, in this order, after the hash of the record before. */
    static final List<String> COLUMNS =
            List.of("gateway", "sequence", "recorded_at", "received_at", "via", "interaction", "trace_id", "from_asid",
                    "to_asid", "provider_ods", "user_id", "user_name", "user_role", "organisation", "requested_record",
                    "system",
            "device", "reason", "token_renewed", "patient", "task_id", "task_identifier", "status", "outcome",
            "other_headers");

    private static final String INSERT = Stream.concat(COLUMNS.stream(), Stream.of("previous_hash", "hash"))
            .collect(Collectors.joining(", ", "insert into audit (",
                    ") values (" + "?, ".repeat(COLUMNS.size() + 1) + "?)"));

    private final PreparedStatement audits;

    AuditRows(Connection connection) throws SQLException {
        audits = connection.prepareStatement(INSERT);
    }

    /** Adds a record; its hash. */
    String add(String gateway, long sequence, Instant at, AuditRecord it, String previous) throws SQLException {
        List<Object> values = new ArrayList<>(COLUMNS.size() + 2);
        AuditRecord.AuditHeaders headers = it.headers();
        AuditRecord.UserAuthority by = it.authority();
        AuditRecord.Subject task = it.subject();
        for (Object value : new Object[] {gateway, sequence, micros(at), micros(it.receivedAt()), it.via(),
                cut(headers.interaction(), 200),
            cut(headers.traceId(), 200), cut(headers.fromAsid(), 200), cut(headers.toAsid(), 200),
            headers.providerOds(), cut(by.userId(), 1000), cut(by.userName(), 1000), cut(by.userRole(), 1000),
            cut(by.organisation(), 1000), cut(by.requestedRecord(), 1000),
            cut(by.system(), 1000), cut(by.device(), 1000), cut(by.reason(), 1000), by.tokenRenewed(),
            cut(task.patient(), 1000), cut(task.taskId(), 200), cut(task.taskIdentifier(), 2001), it.status(),
            cut(it.outcome(), 1000), cut(it.otherHeaders(), 1000)}) {
            values.add(value instanceof String text ? Rows.legal(text) : value);
        }
        String hash = hash(previous, values);
        values.add(previous);
        values.add(hash);
        Rows.set(audits, values.toArray());
        audits.addBatch();
        return hash;
    }

    void insert() throws SQLException {
        audits.executeBatch();
    }

    /**
     * SHA-256 over the hash of the record before and every value, each behind its length, so that no two records read
     * alike.
     *
     * @param values in the order of {@link #COLUMNS}: texts, whole numbers, truth values, instants to the microsecond,
     *               null
     */
    static String hash(String previous, List<Object> values) {
        MessageDigest digest = sha256();
        digest.update(previous.getBytes(StandardCharsets.US_ASCII));
        for (Object value : values) {
            byte[] bytes = value == null ? null : value.toString().getBytes(StandardCharsets.UTF_8);
            digest.update(ByteBuffer.allocate(4).putInt(bytes == null ? -1 : bytes.length).array());
            if (bytes != null) {
                digest.update(bytes);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public void close() throws SQLException {
        audits.close();
    }

    /** What both databases keep of an instant. */
    private static Instant micros(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
