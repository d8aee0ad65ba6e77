/**
 * What the gateway knows of FHIR DSTU2 itself: its one context, the two formats, URIs, references, the place of an
 * element, and the NHS number. These are facts and values that any package may use. This package depends on no other
 * of the gateway, and does no input or output.
 */
package taskgateway.fhir;
