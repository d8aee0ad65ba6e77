package taskgateway.desk;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import taskgateway.store.sql.Statements;

/**
 * What retention may take away, a few hundred rows a commit. Never what is not delivered yet or waits for an operator,
 * nor a message that is being worked on; and of the audit trail nothing.
 *
 * @param name   what it is, for the operator
 * @param ids    finds the next rows older than a time
 * @param remove takes them away, in this order; each statement has one parameter, an id
 */
record Removal(String name, String ids, List<String> remove) {

    private static final int TOGETHER = 500;

    private static final String DONE_TASK = """
            from task t join delivery d on d.task_id = t.id
            where t.received_at < ? and d.state in ('DELIVERED', 'DISCARDED')
                and coalesce(d.delivered_at, t.received_at) < ?
                and not exists (select 1 from dead_letter l
                    where l.delivery = d.sequence and l.state in ('DEAD', 'REPLAYING'))""";
    private static final String DONE_LETTER = """
            from dead_letter l left join delivery d on d.sequence = l.delivery
            where l.state in ('REPLAYED', 'DISCARDED') and l.died_at < ? and l.acted_at < ?
                and (l.delivery is null or d.state in ('DELIVERED', 'DISCARDED'))""";
    private static final String DONE_MESSAGE = """
            from message m where m.received_at < ? and m.answered_at < ? and m.state <> 'RUNNING'""";

    /** Bodies: tasks as they were stored, answers kept for repeats, JMS messages that were dead. */
    static final List<Removal> BODIES = List.of(
            new Removal("task bodies", "select t.id " + DONE_TASK + " and t.body is not null",
                    List.of("update task set body = null where id = ?")),
            new Removal("answers", "select m.id " + DONE_MESSAGE + " and m.answer_format is not null",
                    List.of("update message set answer_headers = null, answer_format = null, answer_body = null where"
                    + " id = ?")),
            new Removal("dead letter bodies", "select l.id " + DONE_LETTER + " and l.body is not null",
                    List.of("update dead_letter set headers = null, body = null where id = ?")));

    /**
     * Records: of what was settled long ago. A message stays as long as its task is not delivered, or it waits itself.
     */
    static final List<Removal> RECORDS = List.of(
            new Removal("dead letters", "select l.id " + DONE_LETTER, List.of("delete from dead_letter where id = ?")),
            new Removal("tasks", "select t.id " + DONE_TASK, List.of(
                    "delete from dead_letter where delivery in (select sequence from delivery where task_id = ?)",
                    "delete from delivery where task_id = ?", "delete from task where id = ?")),
            new Removal("messages", "select m.id " + DONE_MESSAGE + """
                     and not exists (select 1 from delivery d
                        where d.task_id = m.task_id and d.state not in ('DELIVERED', 'DISCARDED'))
                     and not exists (select 1 from dead_letter l
                        where l.trace_id = m.trace_id and l.from_asid = m.from_asid
                            and l.state in ('DEAD', 'WAITING', 'REPLAYING'))""",
                    List.of("delete from message where id = ?")));

    /** How many rows there are. */
    long count(Connection connection, Instant olderThan) throws SQLException {
        String sql = "select count(*) as n from (" + ids + ") old";
        return (Long) Statements.first(connection, sql, olderThan, olderThan).orElseThrow().get("n");
    }

    /**
     * Takes all away; how many.
     *
     * @param goesOn asked before each commit
     */
    long removeAll(DataSource database, Instant olderThan, BooleanSupplier goesOn) throws SQLException {
        long removed = 0;
        int some = TOGETHER;
        while (some == TOGETHER && goesOn.getAsBoolean()) {
            try (Connection connection = database.getConnection()) {
                some = removeSome(connection, olderThan);
                connection.commit();
                removed += some;
            }
        }
        return removed;
    }

    private int removeSome(Connection connection, Instant olderThan) throws SQLException {
        List<Map<String, Object>> rows =
                Statements.rows(connection, ids + " fetch first " + TOGETHER + " rows only", olderThan, olderThan);
        for (String statement : remove) {
            for (Map<String, Object> row : rows) {
                Statements.update(connection, statement, row.get("id"));
            }
        }
        return rows.size();
    }
}
