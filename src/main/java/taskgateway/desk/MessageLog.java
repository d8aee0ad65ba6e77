package taskgateway.desk;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import taskgateway.desk.Operator.ActedOn;
import taskgateway.store.audit.OperatorAction;
import taskgateway.store.sql.RowRecords;
import taskgateway.store.sql.Statements;

/** What came in and what became of it. */
public final class MessageLog {

    private static final String LIST = """
            select m.received_at, m.state, m.status, m.outcome, d.state as delivery, m.via, m.trace_id, m.from_asid,
                m.provider_ods, m.identifier, m.task_id, m.id
            from message m left join delivery d on d.task_id = m.task_id""";
    private static final String SHOW = """
            select m.id, m.received_at, m.answered_at, m.state, m.status, m.outcome, m.refused_by, m.reason, m.via,
                m.interaction, m.trace_id, m.from_asid, m.to_asid, m.provider_ods, m.transport, m.task_id,
                m.identifier, d.state as delivery, d.sequence as delivery_number, d.attempts, d.replays,
                case when d.state in ('PENDING', 'IN_DOUBT') then d.next_attempt_at end as next_attempt_at,
                d.delivered_at, d.last_failure, l.id as dead_letter, l.state as dead_state, l.cause as dead_cause%s
            from message m left join delivery d on d.task_id = m.task_id left join task t on t.id = m.task_id
                left join dead_letter l on l.delivery = d.sequence
                    or l.trace_id = m.trace_id and l.from_asid = m.from_asid
            where m.id = ? or m.trace = ? order by m.received_at, l.id""";
    private static final String BODIES = ", t.body as task, m.answer_body as answer";

    private final DataSource database;

    public MessageLog(DataSource database) {
        this.database = database;
    }

    /**
     * The messages meant, the newest first.
     *
     * @param limit at most so many, at least one
     */
    public List<MessageLine> find(MessageQuery query, int limit) throws SQLException {
        Conditions where = query.conditions();
        try (Connection connection = database.getConnection()) {
            return RowRecords.of(connection, MessageLine.class, LIST + where.sql()
                    + " order by m.received_at desc fetch first " + Math.max(1, limit) + " rows only", where.values());
        }
    }

    /**
     * A message and the delivery of its task.
     *
     * @param id of the message, or a trace id: then each message that had it. What is no UUID finds nothing
     */
    public List<MessageDetails> show(String id) throws SQLException {
        UUID uuid = Statements.uuid(id);
        try (Connection connection = database.getConnection()) {
            return RowRecords.of(connection, MessageDetails.class, SHOW.formatted(""), uuid, uuid);
        }
    }

    /** The same with the stored task and the answer: that somebody has looked is recorded in the commit that reads. */
    public List<MessageDetails> showWithBodies(String id, Operator operator) throws SQLException {
        UUID uuid = Statements.uuid(id);
        return OperatorAction.doAudited(database, (connection, audit) -> {
            List<MessageDetails> found =
                    RowRecords.of(connection, MessageDetails.class, SHOW.formatted(BODIES), uuid, uuid);
            found.forEach(message -> audit.accept(operator.record("messages show --body " + message.id(), new ActedOn(
                    message.providerOds(), message.traceId(), message.fromAsid(), message.taskId()))));
            return found;
        });
    }
}
