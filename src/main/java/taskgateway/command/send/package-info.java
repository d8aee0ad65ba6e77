/**
 * The commands of a sender: {@code send} posts a task over HTTP or puts it on the queue, {@code token} prints an
 * audit token. They are a client like any other: they know the gateway by its address and directory alone, open no
 * database, and never send a task twice.
 */
package taskgateway.command.send;
