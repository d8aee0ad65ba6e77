package taskgateway.request;

import java.util.List;
import taskgateway.directory.Provider;

/**
 * What a request asks of whom, as its URL says (headers never decide this; specification, section 3).
 *
 * @param provider    the provider addressed
 * @param interaction what is asked
 * @param id          the logical id to read, for a definition with its type, e.g. {@code ValueSet/x}; or null
 * @param version     the version to read, or null for the newest
 * @param base        the provider's service root as the caller wrote it, without a trailing slash; answers name this
 *                    root
 * @param roots       every form in which the gateway accepts the provider's service root, {@code base} among them
 */
public record Call(Provider provider, Interaction interaction, String id, String version, String base,
        List<String> roots) {
}
