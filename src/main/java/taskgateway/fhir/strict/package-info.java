/**
 * The strict reader: from the bytes of a body to a resource, with every fault that a lenient parser would mend or
 * drop in silence (specification, section 6, layers 6 and 7). It knows FHIR, its two formats and the narrative, and
 * no profile: what GP Connect asks beyond FHIR is in {@code profile} and {@code check}. Its input is hostile: each
 * step is bounded in time, depth and memory.
 */
package taskgateway.fhir.strict;
