/**
 * What must be safe before anybody is answered: claims, and the end of a transaction with its audit record, its row
 * of the message log and the hosted task, in one commit. Many requests share a commit. Here is also what a dead run
 * has left in the middle and who takes it over. Nothing that may be lost or can wait goes through the journal.
 */
package taskgateway.store.journal;
