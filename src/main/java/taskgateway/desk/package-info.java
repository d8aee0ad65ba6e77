/**
 * What an operator can ask and do, as values in and records out: the log of messages, dead letters, providers, the
 * audit trail, retention. Each action is recorded in the audit trail with who did it and why, in its own commit.
 *
 * <p>No command line, no printing and no page lives here: those are faces of the desk.
 */
package taskgateway.desk;
