/** How much a consumer may ask of the gateway. */
package taskgateway.check;

