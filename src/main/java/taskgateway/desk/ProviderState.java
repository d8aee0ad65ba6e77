package taskgateway.desk;

import java.time.Instant;

/**
 * A provider as an operator sees it. What does not apply is null.
 *
 * @param ods           its ODS code
 * @param transport     its transport; null where the directory does not have it
 * @param directory     {@code there}, {@code retired} or {@code not there}
 * @param pending       deliveries that wait
 * @param sending       deliveries that are being made
 * @param inDoubt       deliveries of which nobody knows yet whether they were made
 * @param waiting       JMS messages that wait for their next try
 * @param dead          dead letters that wait for an operator
 * @param oldestSeconds how long the oldest of the deliveries has waited
 * @param failures      to reach it, since the last success
 * @param failingSince  since when it has not been reached
 * @param retryAt       before then it is not tried
 * @param breaker       state of the circuit breaker of a FHIR provider, the worst of all gateways
 * @param breakerSince  since when
 * @param breakers      the state at each gateway
 * @param pausedAt      since when deliveries are held back
 * @param pausedBy      who holds them back
 * @param pausedWhy     why
 * @param now           all that is out of the ordinary, in words
 */
public record ProviderState(String ods, String transport, String directory, long pending, long sending, long inDoubt,
        long waiting, long dead, Long oldestSeconds, Integer failures, Instant failingSince, Instant retryAt,
        String breaker, Instant breakerSince, String breakers, Instant pausedAt, String pausedBy, String pausedWhy,
        String now) {
}
