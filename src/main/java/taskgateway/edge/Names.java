package taskgateway.edge;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import taskgateway.provider.Provider;
import taskgateway.provider.ServiceRoot;

/**
 * The names under which callers reach the gateway.
 *
 * @param bases {@code scheme://host[:port]}, in their order
 */
public record Names(List<ServiceRoot> bases) {

    /**
     * Reads a list of names.
     *
     * @throws IllegalArgumentException when one is no {@code scheme://host[:port]}
     */
    public static Names of(List<String> urls) {
        List<ServiceRoot> bases = urls.stream().map(ServiceRoot::of).toList();
        if (!bases.stream().allMatch(base -> base.path().isEmpty())) {
            throw new IllegalArgumentException("a name of the gateway has no path: scheme://host[:port]");
        }
        return new Names(bases);
    }

    /** The base URL for a Host header, or empty where it is not a configured name. */
    public Optional<String> base(String hostHeader) {
        return Optional.ofNullable(hostHeader)
                .map(host -> host.toLowerCase(Locale.ROOT))
                .flatMap(host -> bases.stream().filter(base -> base.authority().equals(host)).findFirst())
                .map(ServiceRoot::toString);
    }

    /** Every form of a provider's service root: its own and under each of these names, each also behind this proxy. */
    public List<String> rootsOf(Provider provider) {
        String own = provider.serviceRoot().toString();
        String path = provider.serviceRoot().path();
        List<String> direct = Stream.concat(Stream.of(own), bases.stream().map(base -> base + path)).distinct().toList();
        Stream<String> proxied = bases.stream().map(base -> base + "/" + own);
        return Stream.concat(direct.stream(), proxied)
                .flatMap(root -> root.endsWith("/1") ? Stream.of(root, root.substring(0, root.length() - 2)) : Stream.of(root))
                .distinct()
                .toList();
    }
}
