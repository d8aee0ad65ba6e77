/**
 * What the gateway keeps and finds again, by subject: the outbox, tasks, messages, dead letters, and what is known
 * of providers. The SQL by which a gateway works is here and in the subpackages; callers see records and methods, no
 * rows. Nothing here decides what a request is answered, and it depends on nobody who receives or delivers.
 */
package taskgateway.store;
