/** Java's memory, and what to do without any. */
package taskgateway.memory;
