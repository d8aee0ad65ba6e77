package taskgateway.broker;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import taskgateway.settings.SettingsReader;

/**
 * The broker, an external one or the embedded one.
 *
 * @param url    of an external broker; empty: the embedded one
 * @param listen where the embedded one listens for other programs; empty: nowhere
 * @param data   the embedded one's folder
 * @param login  in whose name an external one is used
 */
public record BrokerSettings(String url, String listen, Path data, BrokerLogin login) {

    public static final String URL = "gateway.broker.url";
    public static final String LISTEN = "gateway.broker.listen";
    private static final String DATA = "gateway.broker.data";

    private static final Pattern FAILOVER = Pattern.compile("failover:(?://)?\\(?(.*?)(?:\\)(?:\\?.*)?)?");
    private static final Predicate<String> BROKER =
            Pattern.compile("(tcp|ssl|nio|nio\\+ssl|auto|auto\\+ssl|auto\\+nio|auto\\+nio\\+ssl)"
                    + "://[^/?,\\s]+:[0-9]+(/)?(\\?[^,\\s]*)?").asMatchPredicate();
    private static final Pattern LISTENS = Pattern.compile("([a-z0-9+]+)://(\\[[^]]+]|[^:/?]*):([0-9]+)(\\?.*)?");
    private static final Predicate<String> PROTOCOL =
            Pattern.compile("(tcp|nio|ssl|nio\\+ssl|(stomp|amqp)(\\+nio)?(\\+ssl)?|auto(\\+nio)?(\\+ssl)?)")
                    .asMatchPredicate();

    public static BrokerSettings read(SettingsReader read) {
        BrokerSettings settings = new BrokerSettings(read.optional(URL), read.optional(LISTEN), read.path(DATA),
                BrokerLogin.read(read));
        read.refusePasswordIn(URL);
        return settings;
    }

    public boolean embedded() {
        return url.isEmpty();
    }

    /** The folder of the embedded broker, where it is the one that is used, by its setting. */
    public Map<String, Path> folders() {
        return embedded() ? Map.of(DATA, data) : Map.of();
    }

    /** Refuses a broker that cannot be reached, or whom others could reach. */
    public void check(SettingsReader read) {
        if (embedded()) {
            checkEmbedded(read);
        } else {
            checkExternal(read);
        }
        login.check(read);
    }

    private void checkExternal(SettingsReader read) {
        Matcher several = FAILOVER.matcher(url);
        List<String> brokers = several.matches() ? SettingsReader.list(several.group(1)) : List.of(url);
        if (brokers.isEmpty() || !brokers.stream().allMatch(BROKER)) {
            throw read.wrong(URL, "must be tcp://host:port or ssl://host:port, or failover:(…) with several: the"
                    + " gateway speaks OpenWire");
        }
    }

    private void checkEmbedded(SettingsReader read) {
        if (!login.user().isEmpty()) {
            throw read.wrong(BrokerLogin.USER, "is for an external broker, and " + URL + " is empty");
        }
        if (!listen.isBlank()) {
            List.of(EmbeddedBroker.BETWEEN.split(listen)).forEach(address -> checkAddress(address, read));
        }
        if (Files.exists(data) && !Files.isDirectory(data)) {
            throw read.wrong(DATA, "names a file, and the broker needs a folder: " + data);
        }
    }

    /** The embedded broker knows no users: whoever reaches it may read and write every task. */
    private static void checkAddress(String address, SettingsReader read) {
        Matcher parts = LISTENS.matcher(address.strip());
        if (!parts.matches() || !PROTOCOL.test(parts.group(1))) {
            throw read.wrong(LISTEN, "must be tcp://127.0.0.1:port, stomp://… or amqp://…: \"" + address + "\" is"
                    + " none");
        }
        InetSocketAddress host = new InetSocketAddress(parts.group(2), 0);
        if (host.isUnresolved() || !host.getAddress().isLoopbackAddress()) {
            throw read.wrong(LISTEN, "must be an address of this machine alone, such as 127.0.0.1: the embedded broker"
                    + " asks nobody who they are. For other machines, use an external broker (" + URL + ")");
        }
    }
}
