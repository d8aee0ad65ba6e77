/**
 * Mutual TLS (specification, section 10): certificates, keys, authorities and revocation lists from PEM files, which may
 * change while the gateway runs, and the verdict on a caller's certificate.
 */
package taskgateway.tls;

