/**
 * The record of every transaction (specification, section 8): what the stages of a request have found becomes one
 * audit record and one row of the message log, refused requests included. It may know what any stage finds, and
 * hands all of it to {@code store}. No stage asks it for anything: only what ends a transaction uses it. A record
 * never holds a body or a token.
 */
package taskgateway.audit;
