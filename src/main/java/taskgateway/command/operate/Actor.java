package taskgateway.command.operate;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;
import taskgateway.store.audit.AuditRecord;
import taskgateway.store.audit.OperatorAction;
import taskgateway.store.sql.Statements;

/**
 * Who does something, and why: kept in the audit trail, with the account of the operating system that it was done from.
 */
final class Actor {

    private static final String ACCOUNT = System.getProperty("user.name");

    @Option(names = "--who", paramLabel = "NAME",
            description = "Who does it (default: the account of the operating system).")
    private String who = ACCOUNT;

    @Option(names = "--why", paramLabel = "REASON", description = "Why it is done, for the audit trail.")
    private String why;

    String who() {
        return who;
    }

    String why() {
        return why;
    }

    /** Refuses a command without a reason. */
    void check(OperatorOptions common) {
        if (why == null || why.isBlank()) {
            throw common.usageFault("--why is missing: the audit trail says why");
        }
        if (who.isBlank() || who.length() > 200 || why.length() > 1000) {
            throw common.usageFault("--who takes 1 to 200 characters, --why up to 1000");
        }
    }

    /**
     * The audit record of something done.
     *
     * @param action  the command, and what it was done to
     * @param subject may name the task and the request that it was done to: provider_ods, trace_id, from_asid, task_id
     */
    AuditRecord record(String action, Map<String, Object> subject) {
        return record(action, subject, who, why);
    }

    /** The same of something that nobody at a terminal has done. */
    static AuditRecord record(String action, Map<String, Object> subject, String who, String why) {
        return new AuditRecord(Instant.now(), "COMMAND", new AuditRecord.AuditHeaders(action, text(subject, "trace_id"),
                text(subject, "from_asid"), null, text(subject, "provider_ods")),
                AuditRecord.UserAuthority.ofOperator(who, ACCOUNT, why),
                new AuditRecord.Subject(null, text(subject, "task_id"), null), 0, "OK", null);
    }

    /**
     * Rows to show. Whoever looks at bodies says why, and that is recorded for each row in the commit that reads it.
     */
    List<Map<String, Object>> findRows(OperatorOptions common, boolean bodies, String sql, Object... values) {
        if (!bodies) {
            return common.read(connection -> Statements.rows(connection, sql, values));
        }
        check(common);
        return common.inDatabase(database -> OperatorAction.doAudited(database, (connection, audit) -> {
            List<Map<String, Object>> found = Statements.rows(connection, sql, values);
            found.forEach(row -> audit.accept(record(common.name() + " --body " + row.get("id"), row)));
            return found;
        }));
    }

    private static String text(Map<String, Object> subject, String key) {
        return (String) subject.get(key);
    }
}
