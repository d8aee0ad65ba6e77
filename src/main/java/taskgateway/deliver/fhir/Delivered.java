package taskgateway.deliver.fhir;

import ca.uhn.fhir.model.dstu2.resource.Order;
import java.time.Instant;

/**
 * A task that has an owner: the answer to a create or a read is written from it.
 *
 * @param order       the Order, its references relative
 * @param id          its logical id
 * @param versionId   its version
 * @param lastUpdated when the version was made
 */
public record Delivered(Order order, String id, String versionId, Instant lastUpdated) {
}
