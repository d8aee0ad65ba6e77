/**
 * The systems downstream of the gateway, simulated for the demo and for tests: a provider's own FHIR server, and a
 * legacy system's HTTP endpoint. They listen on a port and on threads of their own, and read requests by code of
 * their own, so that a mistake of the gateway's in reading or writing is seen here. Routes: {@code
 * routes/simulator/}. Nothing of this is loaded in production, and no other package may know it but the one that
 * starts the program.
 */
package taskgateway.demo;
