package taskgateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.PropertiesComponent;
import taskgateway.deliver.BreakerSettings;
import taskgateway.deliver.SecurityProxy;
import taskgateway.edge.Names;
import taskgateway.http.HttpLimits;
import taskgateway.jms.BrokerLogin;
import taskgateway.limit.RateSettings;
import taskgateway.sds.SdsSettings;
import taskgateway.store.OutboxPolicy;
import taskgateway.tls.PemFile;
import taskgateway.tls.TlsSettings;

/**
 * The settings of {@code config/application.properties}, read and checked once. An environment variable wins over the file;
 * its name is the key in capitals, dots and hyphens as underscores.
 */
public record Settings(
        String httpHost, int httpPort, int httpWorkers, HttpLimits httpLimits, Names names,
        Path directory, Path registry, Path profiles,
        Duration tokenLeeway, Set<String> tokenAudiences, String identifierSystem,
        String brokerUrl, String brokerListen, Path brokerData, String jmsConsumer, int jmsTries,
        String name, Path patientKeyFile, Duration repeatWait, Duration repeatKeep,
        String databaseUrl, String databaseUser, String databasePassword, int databaseConnections,
        Duration deliverConnect, Duration deliverDeadline, int deliverConnections, OutboxPolicy outbox,
        RateSettings rate, BreakerSettings breaker,
        SdsSettings sds,
        boolean simulator, Path simulatorData, TlsSettings tls, SecurityProxy deliverSsp,
        BrokerLogin brokerLogin) {

    /**
     * Reads the settings.
     *
     * @throws IllegalArgumentException naming the key that is missing, unknown or wrong, and its environment variable
     */
    public static Settings of(CamelContext context) {
        Reader read = new Reader(context);
        Settings settings = read(read);
        // Camel would say that an address is in use, but not which.
        read.refuseTaken("gateway.http.port", settings.httpHost());
        read.refuseTaken("gateway.management.port", read.text("gateway.management.host"));
        if (settings.simulator()) {
            read.refuseTaken("simulator.port", "127.0.0.1");
        }
        return settings;
    }

    /**
     * Reads the settings for a command, which may run beside the gateway: ports are not looked at.
     *
     * @param file the file with the settings
     * @throws IllegalArgumentException as {@link #of(CamelContext)}, and when the file cannot be read
     */
    static Settings of(Path file) {
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException("the settings " + file + " cannot be read");
        }
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getPropertiesComponent().setLocation("file:" + file);
            return read(new Reader(context));
        } catch (IOException e) {
            throw new IllegalStateException("a context that was not started cannot fail to stop", e);
        }
    }

    private static Settings read(Reader read) {
        Settings settings = new Settings(
                read.text("gateway.http.host"), read.number("gateway.http.port", 0, 65_535),
                read.number("gateway.http.workers", 1, 10_000),
                new HttpLimits(read.number("gateway.http.url-limit", 1024, 1 << 20),
                        read.number("gateway.http.header-limit", 16_384, 1 << 20),
                        read.number("gateway.http.body-limit", 1024, 1 << 30),
                        Duration.ofSeconds(read.number("gateway.http.receive-seconds", 1, 3600)),
                        Duration.ofSeconds(read.number("gateway.http.send-seconds", 1, 3600)), read.seconds("gateway.http.idle-seconds"),
                        read.number("gateway.http.connections", 1, 1_000_000), read.number("gateway.http.waiting", 1, 100_000)),
                read.value("gateway.names", value -> Names.of(list(read.text("gateway.base") + "," + value))),
                Path.of(read.text("gateway.directory")), Path.of(read.text("gateway.registry")), Path.of(read.text("gateway.profiles")),
                read.seconds("gateway.token.leeway-seconds"), Set.copyOf(list(read.optional("gateway.token.audiences"))),
                read.text("gateway.identifier.system"),
                read.optional("gateway.broker.url"), read.optional("gateway.broker.listen"), Path.of(read.text("gateway.broker.data")),
                read.text("gateway.jms.consumer"), read.number("gateway.jms.tries", 2, 1000),
                read.text("gateway.name"), Path.of(read.text("gateway.patient-key-file")), read.seconds("gateway.repeat.wait-seconds"),
                Duration.ofHours(read.number("gateway.repeat.keep-hours", 24, 10_000)),
                read.text("gateway.database.url"), read.optional("gateway.database.user"), read.secret("gateway.database.password"),
                read.number("gateway.database.connections", 2, 1000),
                read.seconds("gateway.deliver.connect-seconds"), read.seconds("gateway.deliver.seconds"),
                read.number("gateway.deliver.connections", 1, 10_000),
                new OutboxPolicy(read.number("gateway.deliver.concurrency", 1, 64), read.number("gateway.deliver.tries", 1, 100_000),
                        Duration.ofSeconds(read.number("gateway.deliver.retry-seconds", 1, 3600)),
                        Duration.ofSeconds(read.number("gateway.deliver.retry-longest-seconds", 1, 86_400))),
                new RateSettings(read.number("gateway.rate.requests", 1, 10_000_000),
                        Duration.ofSeconds(read.number("gateway.rate.seconds", 1, 86_400))),
                new BreakerSettings(read.number("gateway.breaker.calls", 1, 10_000), read.number("gateway.breaker.percent", 1, 100),
                        Duration.ofSeconds(read.number("gateway.breaker.open-seconds", 1, 3600))),
                sds(read),
                read.flag("simulator.enabled"), Path.of(read.text("simulator.data")),
                read.tls(), read.value("gateway.deliver.ssp", SecurityProxy::of),
                new BrokerLogin(read.optional("gateway.broker.user"), read.secret("gateway.broker.password")));
        read.refusePasswordIn("gateway.broker.url");
        read.refusePasswordIn("gateway.database.url");
        read.refusePlain(settings.httpHost(), settings.tls(), read.text("gateway.base"));
        read.refuseUnknown();
        return settings;
    }

    private static SdsSettings sds(Reader read) {
        String key = read.secret("gateway.sds.api-key");
        String baseDn = read.text("gateway.sds.base-dn");
        String trust = read.optional("gateway.sds.trust");
        String certificate = read.optional("gateway.sds.certificate");
        String certificateKey = read.optional("gateway.sds.key");
        Duration limit = Duration.ofSeconds(read.number("gateway.sds.seconds", 1, 60));
        Duration keep = Duration.ofSeconds(read.number("gateway.sds.ttl-seconds", 0, 300));
        int waiting = read.number("gateway.sds.waiting", 1, 10_000);
        boolean loopbackHttp = read.flag("gateway.sds.loopback-http");
        return read.value("gateway.sds.url", url -> new SdsSettings(url, baseDn, key, trust, certificate,
                certificateKey, limit, keep, waiting, loopbackHttp));
    }

    /** The gateway's name alone: a record would else print its passwords. */
    @Override
    public String toString() {
        return "settings of " + name;
    }

    private static List<String> list(String value) {
        return Arrays.stream(value.split(",")).map(String::strip).filter(item -> !item.isEmpty()).toList();
    }

    /** Reads values and remembers the keys, so that a misspelt one is found. */
    private static final class Reader {

        /** Keys that only routes and the directory read. */
        private static final Set<String> ELSEWHERE = Set.of("gateway.base", "gateway.names", "gateway.jms.in",
                "gateway.jms.outcomes", "gateway.jms.receipts", "gateway.jms.consumers", "gateway.deliver.poll-millis", "simulator.port",
                "simulator.base", "gateway.management.host", "gateway.management.port",
                "gateway.sds.url", "gateway.deliver.ssp");

        private static final Pattern PASSWORD_IN_URL = Pattern.compile("(?i)[?&;](jms\\.)?password=|://[^/?@]*:[^/?@]*@");

        private final CamelContext context;
        private final Set<String> known = new TreeSet<>(ELSEWHERE);
        private final Set<Integer> ports = new TreeSet<>();

        private Reader(CamelContext context) {
            this.context = context;
        }

        private String optional(String key) {
            known.add(key);
            return value(key, Function.identity());
        }

        /** A password or key: the setting itself, or in the file that {@code key-file} names. No message ever holds it. */
        private String secret(String key) {
            known.add(key);
            String here = context.getPropertiesComponent().resolveProperty(key)
                    .orElseThrow(() -> wrong(key, "cannot be read")).strip();
            String file = optional(key + "-file");
            if (file.isEmpty()) {
                return here;
            }
            if (!here.isEmpty()) {
                throw wrong(key, "and " + key + "-file are both set");
            }
            try {
                return Files.readString(Path.of(file)).strip();
            } catch (IOException | InvalidPathException e) {
                throw wrong(key + "-file", "names a file that cannot be read");
            }
        }

        /** URLs are told to operators. */
        private void refusePasswordIn(String key) {
            if (PASSWORD_IN_URL.matcher(optional(key)).find()) {
                throw wrong(key, "holds a password, which others could read: set " + key.replace(".url", ".password")
                        + " or " + key.replace(".url", ".password-file"));
            }
        }

        private String text(String key) {
            String text = optional(key);
            if (text.isBlank()) {
                throw wrong(key, "is empty");
            }
            return text;
        }

        private int number(String key, int least, int most) {
            known.add(key);
            int number = value(key, Integer::parseInt);
            if (number < least || number > most) {
                throw wrong(key, "must be from " + least + " to " + most);
            }
            return number;
        }

        private Duration seconds(String key) {
            return Duration.ofSeconds(number(key, 0, 86_400));
        }

        private boolean flag(String key) {
            String text = text(key);
            if (!text.equals("true") && !text.equals("false")) {
                throw wrong(key, "must be true or false");
            }
            return text.equals("true");
        }

        private TlsSettings tls() {
            Set<String> callers = Set.copyOf(list(optional("gateway.tls.callers").toLowerCase(Locale.ROOT)));
            try {
                return new TlsSettings(side("gateway.tls."), side("gateway.tls.out."), callers,
                        Duration.ofSeconds(number("gateway.tls.reload-seconds", 1, 86_400)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("setting " + e.getMessage(), e);
            }
        }

        private TlsSettings.Side side(String prefix) {
            return new TlsSettings.Side(pem(prefix + "certificate"), pem(prefix + "key"), pem(prefix + "ca"), pem(prefix + "crl"));
        }

        private Optional<PemFile> pem(String key) {
            return Optional.of(optional(key)).filter(path -> !path.isBlank()).map(path -> new PemFile(key, Path.of(path)));
        }

        /** Plain HTTP tells everybody on the way everything, and knows nobody: it stays on this machine. */
        private void refusePlain(String host, TlsSettings tls, String base) {
            boolean allowed = flag("gateway.tls.plain-http-on-network");
            if (tls.server() && !base.startsWith("https:")) {
                throw wrong("gateway.base", "must begin with https: since the FHIR port speaks TLS (gateway.tls.certificate)");
            }
            InetAddress address = new InetSocketAddress(host, 0).getAddress();
            if (address == null) {
                throw wrong("gateway.http.host", "is not known to this machine");
            }
            if (!tls.server() && !allowed && !address.isLoopbackAddress()) {
                throw wrong("gateway.http.host", "is an address on the network, and without gateway.tls.certificate callers are"
                        + " not known and tasks not private. Set the certificate, or, where a proxy in front does all this,"
                        + " gateway.tls.plain-http-on-network=true");
            }
        }

        private <T> T value(String key, Function<String, T> parse) {
            String raw = context.getPropertiesComponent().resolveProperty(key).orElseThrow(() -> wrong(key, "is missing"));
            try {
                return parse.apply(context.resolvePropertyPlaceholders(raw).strip());
            } catch (NumberFormatException e) {
                throw wrong(key, "must be a whole number");
            } catch (IllegalArgumentException e) {
                throw wrong(key, "is wrong: " + e.getMessage());
            }
        }

        private void refuseUnknown() {
            PropertiesComponent properties = context.getPropertiesComponent();
            properties.loadProperties(key -> key.startsWith("gateway.") || key.startsWith("simulator.")).stringPropertyNames().stream()
                    .filter(key -> !known.contains(key)).sorted().findFirst()
                    .ifPresent(key -> {
                        throw wrong(key, "is not a setting");
                    });
        }

        private void refuseTaken(String key, String host) {
            int port = number(key, 0, 65_535);
            if (port != 0 && !ports.add(port)) {
                throw wrong(key, "is the port of another setting");
            }
            try (ServerSocket free = new ServerSocket()) {
                free.setReuseAddress(true);
                free.bind(new InetSocketAddress(host, port));
            } catch (IOException e) {
                throw wrong(key, "cannot be used: " + host + ":" + port + " " + e.getMessage());
            }
        }

        private static IllegalArgumentException wrong(String key, String fault) {
            String variable = key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
            return new IllegalArgumentException("setting " + key + " (environment variable " + variable + ") " + fault);
        }
    }
}
