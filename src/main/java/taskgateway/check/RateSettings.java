package taskgateway.check;

import java.time.Duration;

/**
 * How much a consumer may send.
 *
 * @param requests in each period, over HTTP and again over JMS; a consumer may have another number in the directory
 * @param period   the time in which a consumer that was at its limit has its whole allowance again
 */
public record RateSettings(int requests, Duration period) {
}
