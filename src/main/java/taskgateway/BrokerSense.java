package taskgateway;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import taskgateway.settings.SettingsReader;

/** Looks at the settings of the broker, an external one or the embedded one. */
final class BrokerSense {

    private static final Pattern FAILOVER = Pattern.compile("failover:(?://)?\\(?(.*?)(?:\\)(?:\\?.*)?)?");
    private static final Predicate<String> BROKER = Pattern.compile("(tcp|ssl|nio|nio\\+ssl|auto|auto\\+ssl|auto\\+nio|auto\\+nio\\+ssl)"
            + "://[^/?,\\s]+:[0-9]+(/)?(\\?[^,\\s]*)?").asMatchPredicate();
    private static final Pattern LISTENS = Pattern.compile("([a-z0-9+]+)://(\\[[^]]+]|[^:/?]*):([0-9]+)(\\?.*)?");
    private static final Predicate<String> PROTOCOL =
            Pattern.compile("(tcp|nio|ssl|nio\\+ssl|(stomp|amqp)(\\+nio)?(\\+ssl)?|auto(\\+nio)?(\\+ssl)?)").asMatchPredicate();

    private final Settings settings;
    private final SettingsReader read;

    BrokerSense(Settings settings, SettingsReader read) {
        this.settings = settings;
        this.read = read;
    }

    void check() {
        String url = settings.brokerUrl();
        if (url.isEmpty()) {
            embedded();
        } else {
            external(url);
        }
        if (read.optional("gateway.broker.user").isEmpty() && !read.secret("gateway.broker.password").isEmpty()) {
            throw read.wrong("gateway.broker.password", "is of no use without gateway.broker.user");
        }
    }

    private void external(String url) {
        Matcher several = FAILOVER.matcher(url);
        List<String> brokers = several.matches() ? SettingsReader.list(several.group(1)) : List.of(url);
        if (brokers.isEmpty() || !brokers.stream().allMatch(BROKER)) {
            throw read.wrong("gateway.broker.url", "must be tcp://host:port or ssl://host:port, or failover:(…) with several: the"
                    + " gateway speaks OpenWire");
        }
    }

    private void embedded() {
        if (!read.optional("gateway.broker.user").isEmpty()) {
            throw read.wrong("gateway.broker.user", "is for an external broker, and gateway.broker.url is empty");
        }
        if (!settings.brokerListen().isBlank()) {
            List.of(settings.brokerListen().split("[\\s,]+(?=[a-z0-9+]+://)")).forEach(this::listens);
        }
    }

    /** The embedded broker knows no users: whoever reaches it may read and write every task. */
    private void listens(String address) {
        Matcher parts = LISTENS.matcher(address.strip());
        if (!parts.matches() || !PROTOCOL.test(parts.group(1))) {
            throw read.wrong("gateway.broker.listen", "must be tcp://127.0.0.1:port, stomp://… or amqp://…: \"" + address + "\" is none");
        }
        InetSocketAddress host = new InetSocketAddress(parts.group(2), 0);
        if (host.isUnresolved() || !host.getAddress().isLoopbackAddress()) {
            throw read.wrong("gateway.broker.listen", "must be an address of this machine alone, such as 127.0.0.1: the embedded broker"
                    + " asks nobody who they are. For other machines, use an external broker (gateway.broker.url)");
        }
    }
}
