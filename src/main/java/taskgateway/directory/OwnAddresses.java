package taskgateway.directory;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where the gateway itself is reached. What it sends there comes back to it, for ever or to be refused. */
public final class OwnAddresses {

    /** What is looked up in no name service. */
    private static final Pattern LITERAL = Pattern.compile("[0-9]+(\\.[0-9]+){0,3}|\\[?[0-9a-f:.]*:[0-9a-f:.]*]?");

    /**
     * A port that the gateway serves.
     *
     * @param host on which it listens
     */
    public record Port(String host, int number) {
    }

    private final List<ServiceRoot> names;
    private final List<Port> ports;

    /**
     * @param names under which callers reach it
     * @param ports that it serves
     */
    public OwnAddresses(List<ServiceRoot> names, List<Port> ports) {
        this.names = List.copyOf(names);
        this.ports = List.copyOf(ports);
    }

    /** Whether a URL leads to the gateway. No name is looked up. */
    public boolean hold(ServiceRoot url) {
        String host = plain(url.host());
        return names.stream().anyMatch(name -> name.port() == url.port() && same(plain(name.host()), host))
                || ports.stream().anyMatch(port -> port.number() == url.port() && reaches(host, plain(port.host())));
    }

    private static boolean same(String name, String host) {
        return name.equals(host) || isLoopback(name) && isLoopback(host);
    }

    private static boolean reaches(String host, String listening) {
        boolean everywhere = address(listening).filter(InetAddress::isAnyLocalAddress).isPresent();
        return same(listening, host) || everywhere && isOfThisMachine(host);
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost")
                || address(host).filter(it -> it.isLoopbackAddress() || it.isAnyLocalAddress()).isPresent();
    }

    private static boolean isOfThisMachine(String host) {
        return isLoopback(host) || address(host).filter(OwnAddresses::isOfAnInterface).isPresent();
    }

    private static boolean isOfAnInterface(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }

    private static Optional<InetAddress> address(String host) {
        try {
            return LITERAL.matcher(host).matches() ? Optional.of(InetAddress.getByName(host)) : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** A name's last dot says only that it is whole. */
    private static String plain(String host) {
        return host.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
    }
}
