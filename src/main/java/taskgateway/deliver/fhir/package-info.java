/**
 * The way out to a provider that has a FHIR server of its own: one exchange with a deadline, a circuit breaker for
 * each provider, and the verdict on what the provider has answered (specification, section 6). Whatever fails here
 * says whether the task may have arrived. It never tries again by itself, and it knows nothing of how the request
 * came in.
 */
package taskgateway.deliver.fhir;
