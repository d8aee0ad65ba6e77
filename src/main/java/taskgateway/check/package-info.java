/**
 * What the gateway checks of a request. One class for each layer of the specification, in its order (section 6, "Which
 * fault wins"): when a layer finds faults it refuses the request with all of them, and no later layer runs.
 *
 * <ol>
 * <li>{@link taskgateway.check.TransportLayer}: the size of the body, and how it is packed. What HTTP alone knows of,
 * framing, sizes of line and headers, time and the caller's certificate, is refused before, in {@code receive.http}.
 * <li>{@link taskgateway.check.AddressLayer}: URL and verb, which also find the provider.
 * <li>{@link taskgateway.check.MediaTypeLayer}: the format of the body, and of the answer.
 * <li>{@link taskgateway.check.SpineLayer}: the Ssp headers. {@link taskgateway.check.RateLimits} counts the request
 * just before.
 * <li>{@link taskgateway.check.TokenLayer}: the audit token.
 * <li>{@link taskgateway.check.WellFormedLayer}: whether the body is a FHIR Order at all.
 * <li>{@link taskgateway.check.ProfileLayer}: the profiles, the date of today, no id of the client's.
 * <li>{@link taskgateway.check.ReferenceLayer}: whether what the task refers to exists.
 * <li>{@link taskgateway.check.BusinessLayer}: what the provider must know before it may take the task.
 * </ol>
 *
 * <p>{@link taskgateway.check.Registries} reads the records in which layers 8 and 9 look things up, and stops a start
 * at records that would have every task refused.
 *
 * <p>The bean that a route calls is named as its class. The rules themselves, with their clauses, are in
 * {@link taskgateway.rules.Rule}; nothing is delivered or answered here.
 */
package taskgateway.check;
