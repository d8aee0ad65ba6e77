/**
 * The commands of an operator: messages, dead letters, providers, the audit trail and retention. They are another
 * process than the gateway and meet it only in its database, so they use {@code store} and the settings, and nothing
 * that receives, checks or delivers. The daily retention alone is also run by the gateway. Whatever they change is
 * recorded in the audit trail, in the same commit.
 */
package taskgateway.command.operate;
