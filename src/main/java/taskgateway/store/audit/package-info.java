/**
 * The audit chains in the database: records are appended to the locked end of a chain, each with the hash of the one
 * before, and a chain is verified from its first record (specification, section 8). What a record says is for its
 * callers. Records are only ever added; whatever else an operator changes is committed together with its record.
 */
package taskgateway.store.audit;
