/**
 * Who may send and who receives: consumers and providers of the directory file, and the registry of a hosted
 * provider with its patients, organisations and practitioners. It is read and checked once, at the start, and
 * immutable from then on. It says what is configured and decides nothing about a request: that is for {@code check}.
 * A second source of providers is {@code directory.sds}.
 */
package taskgateway.directory;
