package taskgateway.directory;

import java.util.Map;

/**
 * What the settings say that a directory has to fit.
 *
 * @param queues the gateway's own queues, and the setting that names each
 * @param own    where the gateway itself is reached
 * @param sds    whether providers that the directory does not hold are looked up elsewhere
 */
public record Surroundings(Map<String, String> queues, OwnAddresses own, boolean sds) {
}
