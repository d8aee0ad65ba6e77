package taskgateway.desk;

import java.time.Instant;
import taskgateway.store.audit.AuditRecord;

/**
 * Who does something at the desk, and why: kept in the audit trail (specification, section 8).
 *
 * @param name    who, 1 to 200 characters
 * @param account whose account it is done from: the operating system's for a command
 * @param why     1 to 1000 characters
 */
public record Operator(String name, String account, String why) {

    /** Of the operating system, that this process runs as. */
    public static final String ACCOUNT = System.getProperty("user.name");

    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_WHY = 1000;

    /**
     * The task and the request that something is done to; what is not known of them is null.
     *
     * @param providerOds the provider's ODS code
     * @param traceId     the request's trace id
     * @param fromAsid    the sender's ASID
     * @param taskId      logical id of the Order
     */
    record ActedOn(String providerOds, String traceId, String fromAsid, String taskId) {

        static final ActedOn NOTHING = new ActedOn(null, null, null, null);

        static ActedOn provider(String ods) {
            return new ActedOn(ods, null, null, null);
        }
    }

    /** @throws IllegalArgumentException saying what is missing or too long */
    public Operator {
        if (why == null || why.isBlank()) {
            throw new IllegalArgumentException("why is missing: the audit trail says why");
        }
        if (name == null || name.isBlank() || name.length() > LONGEST_NAME || why.length() > LONGEST_WHY) {
            throw new IllegalArgumentException("who takes 1 to 200 characters, and why up to 1000");
        }
    }

    /**
     * Somebody whose account is that of this process.
     *
     * @throws IllegalArgumentException saying what is missing or too long
     */
    public static Operator ofThisProcess(String name, String why) {
        return new Operator(name, ACCOUNT, why);
    }

    /**
     * The audit record of something done.
     *
     * @param action as the command that does it is typed, so that the trail reads alike whatever face it was done by
     */
    AuditRecord record(String action, ActedOn what) {
        return new AuditRecord(Instant.now(), "COMMAND",
                new AuditRecord.AuditHeaders(action, what.traceId(), what.fromAsid(), null, what.providerOds()),
                AuditRecord.UserAuthority.ofOperator(name, account, why),
                new AuditRecord.Subject(null, what.taskId(), null), 0, "OK", null);
    }

    AuditRecord record(String action) {
        return record(action, ActedOn.NOTHING);
    }
}
