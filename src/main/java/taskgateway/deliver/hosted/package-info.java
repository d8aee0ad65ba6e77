/**
 * The way out to a legacy system for which the gateway is the FHIR server: the gateway owns the task from the moment
 * of its 201, and hands it on from the outbox to a queue or to an HTTP endpoint, exactly once where the transport
 * can tell. It reads and writes the outbox through {@code store}, and contains no SQL.
 */
package taskgateway.deliver.hosted;
