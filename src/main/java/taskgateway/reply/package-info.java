/**
 * What a sender is told: an Order, the conformance statement, or an OperationOutcome, with the headers that belong
 * to it, whatever the transport (specification, sections 6 and 7). {@code receive.http} and {@code receive.jms}
 * write it out. All that a sender reads of a failure is written here, so that no answer holds a stack trace, a class
 * name or a file's path.
 */
package taskgateway.reply;
