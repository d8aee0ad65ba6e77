/**
 * The way in by HTTP: the FHIR port with its limits, its TLS and its memory, the reading of a request and the
 * writing of its answer. All that Vert.x and Netty would mend or drop in silence is refused here, with an
 * OperationOutcome. What a request asks for is judged in {@code check}, for all transports alike: no rule about a
 * task lives here. Only the wiring depends on it.
 */
package taskgateway.receive.http;
