/**
 * This process: how it is put together at the start, what ends it, and with which exit status, so that whoever started
 * it knows whether to start it again. It depends on no other package, and any package may use it.
 */
package taskgateway.process;
