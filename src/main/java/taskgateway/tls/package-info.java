/**
 * Mutual TLS (specification, section 10): certificates, keys, authorities and revocation lists from PEM files, which
 * may change while the gateway runs, and the verdict on a caller's certificate. Whoever listens or connects takes
 * its TLS from here. This package opens no connection, and knows no transport.
 */
package taskgateway.tls;
