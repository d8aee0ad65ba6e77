/**
 * The commands of an operator: messages, dead letters, providers, the audit trail and retention. Words come in, the
 * {@link taskgateway.desk} does it, a table goes out. They are another process than the gateway and meet it only in its
 * database; nothing here knows how that looks.
 */
package taskgateway.command.operate;
