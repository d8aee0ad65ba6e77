/**
 * Every task once: of requests that are the same one is worked on, and the others get its answer, over HTTP and JMS
 * and by all gateways on one database. Here stands what "the same" means; that two gateways cannot both win is for
 * {@code store.journal}, which keeps the claims. Nothing here looks at whether a task is right.
 */
package taskgateway.repeat;
