package taskgateway.directory;

import java.util.Map;
import java.util.Optional;

/**
 * What the settings say that a directory has to fit.
 *
 * @param queues the gateway's own queues, and the setting that names each
 * @param own    where the gateway itself is reached
 * @param sds    whether providers that the directory does not hold are looked up elsewhere
 */
public record Surroundings(Map<String, String> queues, OwnAddresses own, boolean sds) {

    /**
     * What is wrong with a URL to which tasks are to be sent.
     *
     * @throws IllegalArgumentException where it is no URL, saying why
     */
    public Optional<String> faultOfUrl(String url) {
        ServiceRoot address = ServiceRoot.of(url);
        return own.hold(address) ? Optional.of(address + " is this gateway: what is sent there comes back")
                : Optional.empty();
    }
}
