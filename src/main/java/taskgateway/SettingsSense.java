package taskgateway;

import static taskgateway.SettingsReader.wrong;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import taskgateway.provider.ServiceRoot;

/**
 * Looks at each setting together with the others, and with the files that it names. A value that each reader takes, and with
 * which something does not work, stops the start: an operator would else learn of it from a task.
 */
final class SettingsSense {

    private static final Predicate<String> NAME = Pattern.compile("[\\p{L}\\p{N}._-]{1,64}").asMatchPredicate();
    private static final Pattern FAILOVER = Pattern.compile("failover:(?://)?\\(?(.*?)(?:\\)(?:\\?.*)?)?");
    private static final Predicate<String> BROKER = Pattern.compile("(tcp|ssl|nio|nio\\+ssl|auto|auto\\+ssl|auto\\+nio|auto\\+nio\\+ssl)"
            + "://[^/?,\\s]+:[0-9]+(/)?(\\?[^,\\s]*)?").asMatchPredicate();
    private static final Pattern LISTENS = Pattern.compile("([a-z0-9+]+)://(\\[[^]]+]|[^:/?]*):([0-9]+)(\\?.*)?");
    private static final Predicate<String> PROTOCOL =
            Pattern.compile("(tcp|nio|ssl|nio\\+ssl|(stomp|amqp)(\\+nio)?(\\+ssl)?|auto(\\+nio)?(\\+ssl)?)").asMatchPredicate();

    private final Settings settings;
    private final SettingsReader read;

    SettingsSense(Settings settings, SettingsReader read) {
        this.settings = settings;
        this.read = read;
    }

    /** @throws IllegalArgumentException naming the setting, its environment variable, and how to mend it */
    void check() {
        times();
        shares();
        names();
        broker();
        queues();
        database();
        files();
    }

    private void times() {
        if (settings.httpLimits().idle().compareTo(settings.httpLimits().receive()) <= 0) {
            throw wrong("gateway.http.idle-seconds", "must be more than gateway.http.receive-seconds: a request that stalls would be cut"
                    + " off without an answer");
        }
        if (settings.deliverConnect().compareTo(settings.deliverDeadline()) > 0) {
            throw wrong("gateway.deliver.connect-seconds", "must not be more than gateway.deliver.seconds, which is for the whole"
                    + " exchange");
        }
        if (settings.outbox().first().compareTo(settings.outbox().longest()) > 0) {
            throw wrong("gateway.deliver.retry-seconds", "must not be more than gateway.deliver.retry-longest-seconds");
        }
    }

    /** Who does not answer must not hold every worker. */
    private void shares() {
        if (settings.deliverConnections() > settings.httpWorkers()) {
            throw wrong("gateway.deliver.connections", "must not be more than gateway.http.workers, and should be less: a provider that"
                    + " does not answer would hold them all");
        }
        if (!settings.sds().url().isEmpty() && settings.sds().waiting() >= settings.httpWorkers()) {
            throw wrong("gateway.sds.waiting", "must be less than gateway.http.workers: a directory that does not answer would hold"
                    + " them all");
        }
    }

    private void names() {
        if (!NAME.test(settings.name())) {
            throw wrong("gateway.name", "must be of letters, digits, \".\", \"_\" and \"-\", at most 64");
        }
        ServiceRoot base = settings.names().bases().get(0);
        if (base.port() != settings.httpPort() && settings.httpPort() != 0 && !read.flag("gateway.behind-proxy")) {
            throw wrong("gateway.base", "names port " + base.port() + ", and the FHIR port is " + settings.httpPort()
                    + " (gateway.http.port): answers would lead nowhere. Where a proxy in front listens there, say"
                    + " gateway.behind-proxy=true");
        }
        absolute("gateway.identifier.system", settings.identifierSystem());
        settings.tokenAudiences().forEach(audience -> absolute("gateway.token.audiences", audience));
    }

    private static void absolute(String key, String uri) {
        try {
            if (new URI(uri).isAbsolute()) {
                return;
            }
        } catch (URISyntaxException e) {
            // told below
        }
        throw wrong(key, "must be an absolute URI: \"" + uri + "\" is none");
    }

    private void broker() {
        String url = settings.brokerUrl();
        Matcher several = FAILOVER.matcher(url);
        List<String> brokers = several.matches() ? SettingsReader.list(several.group(1)) : List.of(url);
        if (!url.isEmpty() && (brokers.isEmpty() || !brokers.stream().allMatch(BROKER))) {
            throw wrong("gateway.broker.url", "must be tcp://host:port or ssl://host:port, or failover:(…) with several: the gateway"
                    + " speaks OpenWire");
        }
        if (url.isEmpty() && !read.optional("gateway.broker.user").isEmpty()) {
            throw wrong("gateway.broker.user", "is for an external broker, and gateway.broker.url is empty");
        }
        if (read.optional("gateway.broker.user").isEmpty() && !read.secret("gateway.broker.password").isEmpty()) {
            throw wrong("gateway.broker.password", "is of no use without gateway.broker.user");
        }
        if (url.isEmpty() && !settings.brokerListen().isBlank()) {
            List.of(settings.brokerListen().split("[\\s,]+(?=[a-z0-9+]+://)")).forEach(SettingsSense::listens);
        }
    }

    /** The embedded broker knows no users: whoever reaches it may read and write every task. */
    private static void listens(String address) {
        Matcher parts = LISTENS.matcher(address.strip());
        if (!parts.matches() || !PROTOCOL.test(parts.group(1))) {
            throw wrong("gateway.broker.listen", "must be tcp://127.0.0.1:port, stomp://… or amqp://…: \"" + address + "\" is none");
        }
        InetSocketAddress host = new InetSocketAddress(parts.group(2), 0);
        if (host.isUnresolved() || !host.getAddress().isLoopbackAddress()) {
            throw wrong("gateway.broker.listen", "must be an address of this machine alone, such as 127.0.0.1: the embedded broker asks"
                    + " nobody who they are. For other machines, use an external broker (gateway.broker.url)");
        }
    }

    private void queues() {
        Map<String, String> seen = new HashMap<>();
        for (String key : List.of("gateway.jms.in", "gateway.jms.outcomes", "gateway.jms.receipts")) {
            String other = seen.putIfAbsent(read.text(key), key);
            if (other != null) {
                throw wrong(key, "is the queue of " + other + " too: each must be a queue of its own");
            }
        }
    }

    private void database() {
        String url = settings.databaseUrl();
        if (url.startsWith("jdbc:h2:file:")) {
            if (!url.toUpperCase(Locale.ROOT).contains(";WRITE_DELAY=0")) {
                throw wrong("gateway.database.url", "must say ;WRITE_DELAY=0: without it a task that was acknowledged is lost when the"
                        + " gateway is killed");
            }
        } else if (!url.matches("jdbc:postgresql:.+")) {
            throw wrong("gateway.database.url", "must begin with jdbc:h2:file: or jdbc:postgresql:");
        }
    }

    private void files() {
        if (!Files.isRegularFile(settings.directory())) {
            throw wrong("gateway.directory", "names no file: " + settings.directory());
        }
        folder("gateway.registry", settings.registry());
        folder("gateway.profiles", settings.profiles());
        if (settings.simulator()) {
            folder("simulator.data", settings.simulatorData());
        }
        if (settings.brokerUrl().isEmpty() && Files.exists(settings.brokerData()) && !Files.isDirectory(settings.brokerData())) {
            throw wrong("gateway.broker.data", "names a file, and the broker needs a folder: " + settings.brokerData());
        }
        if (Files.isDirectory(settings.patientKeyFile())) {
            throw wrong("gateway.patient-key-file", "names a folder: " + settings.patientKeyFile());
        }
    }

    private static void folder(String key, Path path) {
        if (!Files.isDirectory(path)) {
            throw wrong(key, "names no folder: " + path + " (paths are relative to the folder in which the gateway starts)");
        }
    }
}
