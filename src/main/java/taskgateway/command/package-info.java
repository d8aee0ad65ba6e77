/**
 * What the command lines have in common: how a command that fails says so in one line and by its exit status, and
 * how one that hangs is given up. The commands themselves are in {@code send} and {@code operate}, and nothing that
 * works on a task depends on any of them.
 */
package taskgateway.command;
