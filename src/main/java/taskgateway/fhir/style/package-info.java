/**
 * Styles of a narrative: which CSS may stand there, and whether somebody who reads the task in a browser sees all of
 * its text. Only the narrative's reader in {@code fhir.strict} uses it. Nothing here is drawn: what is not
 * understood is refused.
 */
package taskgateway.fhir.style;
