/**
 * The transport {@code HOSTED_JMS}: a task is put on the queue of a legacy system, exactly once. What it has in common
 * with other transports stands in {@link taskgateway.deliver.hosted}, and nothing else may depend on it.
 */
package taskgateway.deliver.hosted.jms;
