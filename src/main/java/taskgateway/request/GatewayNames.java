package taskgateway.request;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import taskgateway.directory.Provider;
import taskgateway.directory.ServiceRoot;
import taskgateway.settings.SettingsReader;

/**
 * The names under which callers reach the gateway.
 *
 * @param bases {@code scheme://host[:port]}, in their order
 */
public record GatewayNames(List<ServiceRoot> bases) {

    public static final String BASE = "gateway.base";
    private static final Predicate<String> EVERY_ADDRESS = Pattern.compile("0\\.0\\.0\\.0|\\[[0:]+]")
            .asMatchPredicate();

    /** The public one, and others. */
    public static GatewayNames read(SettingsReader read) {
        return new GatewayNames(Stream.concat(read.value(BASE, base -> of(List.of(base))).bases().stream(),
                read.value("gateway.names", names -> of(SettingsReader.list(names))).bases().stream()).toList());
    }

    /** Refuses a public name that is no name. */
    public void check(SettingsReader read) {
        if (EVERY_ADDRESS.test(own().host())) {
            throw read.wrong(BASE, "must name the gateway as callers do: no caller can reach " + own().host());
        }
    }

    /** The public one. */
    public ServiceRoot own() {
        return bases.get(0);
    }

    /**
     * Reads a list of names.
     *
     * @throws IllegalArgumentException when one is no {@code scheme://host[:port]}
     */
    public static GatewayNames of(List<String> urls) {
        return new GatewayNames(urls.stream().map(GatewayNames::name).toList());
    }

    private static ServiceRoot name(String url) {
        ServiceRoot base = ServiceRoot.of(url);
        if (!base.path().isEmpty()) {
            throw new IllegalArgumentException(url + " has a path: a name of the gateway is scheme://host[:port]");
        }
        return base;
    }

    /** The base URL for a Host header, or empty where it is not a configured name. */
    public Optional<ServiceRoot> base(String hostHeader) {
        return bases.stream().filter(base -> base.authority().equalsIgnoreCase(hostHeader)).findFirst();
    }

    /** Every base URL under which a provider is reached: its own, and the gateway's. */
    public List<ServiceRoot> basesOf(Provider provider) {
        return Stream.concat(Stream.of(provider.serviceRoot().base()), bases.stream()).distinct().toList();
    }

    /** Every form of a provider's service root: under each of its bases, and its own behind this proxy. */
    public List<String> rootsOf(Provider provider) {
        Stream<String> direct = basesOf(provider).stream().map(base -> base + provider.serviceRoot().path());
        Stream<String> proxied = bases.stream().map(base -> base + "/" + provider.serviceRoot());
        return Stream.concat(direct, proxied)
                .flatMap(root -> root.endsWith("/1") ? Stream.of(root, root.substring(0, root.length() - 2))
                        : Stream.of(root))
                .toList();
    }
}
