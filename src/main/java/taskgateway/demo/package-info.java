/**
 * The systems downstream of the gateway, simulated for the demo and for tests: a provider's own FHIR server, and a legacy
 * system's HTTP endpoint. They listen on a port and on threads of their own, and share no code with the gateway's edge, so
 * that a mistake made there is seen here. Routes: {@code routes/simulator/}; nothing of this is loaded in production.
 */
package taskgateway.demo;

