/**
 * The audit token (specification, section 4): how it is checked, and how one is made for a sender that brings none.
 * It serves audit and provenance and authenticates nobody. It works on text and values, without input or output; who
 * calls it, and with which headers, is for others.
 */
package taskgateway.token;
