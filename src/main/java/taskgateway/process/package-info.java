/** This process: what ends it, with which exit status, so that whoever started it knows whether to start it again. */
package taskgateway.process;

