package taskgateway.proof;

import taskgateway.fhir.Format;

/**
 * A task with something done to it.
 *
 * @param what   what was done, and where
 * @param format its format
 * @param body   as the gateway gets it
 * @param mended as HAPI's validator gets it: with what the gateway is to mend mended
 */
record Mutant(String what, Format format, String body, String mended) {
}
