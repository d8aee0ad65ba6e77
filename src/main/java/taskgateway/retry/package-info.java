/**
 * A JMS message that waits for its provider: kept in the database, taken up again later as the request that it was,
 * and answered or left to an operator when its tries are used up. A request over HTTP never comes here, since its
 * sender is told at once. Nothing but the wiring depends on it.
 */
package taskgateway.retry;
