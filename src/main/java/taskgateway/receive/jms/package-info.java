/**
 * The way in by JMS: a message of a legacy producer becomes a request as HTTP would have brought it, and its answer
 * becomes a message. What the producer leaves out is completed from the directory. No rule about a task lives here,
 * and nothing is sent again: a message whose provider is not there is for {@code retry}.
 */
package taskgateway.receive.jms;
