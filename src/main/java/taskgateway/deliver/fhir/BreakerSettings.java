package taskgateway.deliver.fhir;

import java.time.Duration;

/**
 * When a FHIR provider is not called for a while.
 *
 * @param calls   fewer within a minute are not judged
 * @param percent of them that have failed, or more: then it is not called
 * @param open    how long, before one task is sent to try
 */
public record BreakerSettings(int calls, int percent, Duration open) {
}
