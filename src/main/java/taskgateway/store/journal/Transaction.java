package taskgateway.store.journal;

import taskgateway.store.audit.AuditRecord;

/**
 * All that is written when a transaction ends, in one commit.
 *
 * @param audit   its audit record
 * @param start   how it began
 * @param claimed whether its row in the message log is there already
 * @param end     how it ended
 * @param task    the hosted task that it accepted, or null
 * @param dead    the JMS message that is to be tried again later, since nothing could be done yet, or null
 */
public record Transaction(AuditRecord audit, MessageStart start, boolean claimed, MessageEnd end, HostedTask task,
        DeadMessage dead) {
}
