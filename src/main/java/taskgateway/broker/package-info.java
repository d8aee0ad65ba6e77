/**
 * The gateway's connection to its JMS broker, the embedded one or another: how to connect, whether it is there, and
 * what makes several sends one transaction. It knows nothing of tasks: what a message says is read in {@code
 * receive.jms} and written in {@code deliver.hosted}, which use it.
 */
package taskgateway.broker;
