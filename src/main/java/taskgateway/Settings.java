package taskgateway;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import taskgateway.broker.BrokerLogin;
import taskgateway.check.RateSettings;
import taskgateway.command.operate.Ages;
import taskgateway.deliver.fhir.BreakerSettings;
import taskgateway.deliver.fhir.SecurityProxy;
import taskgateway.directory.QueueName;
import taskgateway.directory.ServiceRoot;
import taskgateway.directory.sds.SdsSettings;
import taskgateway.receive.http.HttpLimits;
import taskgateway.request.GatewayNames;
import taskgateway.settings.SettingsFile;
import taskgateway.settings.SettingsReader;
import taskgateway.store.OutboxPolicy;
import taskgateway.tls.TlsSettings;

/**
 * The settings of {@code config/application.properties}, read and checked once. An environment variable wins over the file;
 * its name is the key in capitals, dots and hyphens as underscores.
 */
public record Settings(
        String httpHost, int httpPort, int httpWorkers, HttpLimits httpLimits, GatewayNames names, boolean behindProxy,
        Path directory, Path registry, Path profiles,
        Duration tokenLeeway, Set<String> tokenAudiences, String identifierSystem,
        String brokerUrl, String brokerListen, Path brokerData, String jmsConsumer, int jmsConsumers, int jmsTries,
        String name, Path patientKeyFile, Duration repeatWait, Duration repeatKeep, Ages retention,
        String databaseUrl, String databaseUser, String databasePassword, int databaseConnections,
        Duration deliverConnect, Duration deliverDeadline, int deliverConnections, OutboxPolicy outbox,
        RateSettings rate, BreakerSettings breaker,
        SdsSettings sds,
        boolean simulator, Path simulatorData, TlsSettings tls, SecurityProxy deliverSsp,
        BrokerLogin brokerLogin) {

    /** The settings that name the gateway's own queues. */
    public static final List<String> QUEUES = List.of("gateway.jms.in", "gateway.jms.outcomes", "gateway.jms.receipts");

    /**
     * Reads the settings.
     *
     * @throws IllegalArgumentException naming the key that is missing, unknown or wrong, and its environment variable
     */
    public static Settings of(CamelContext context) {
        SettingsReader read = new SettingsReader(context, System.getenv());
        Settings settings = checked(read);
        // Camel would say that an address is in use, but not which.
        read.refuseStrange("gateway.http.host");
        read.refuseTaken("gateway.http.port", settings.httpHost());
        read.refuseStrange("gateway.management.host");
        read.refuseTaken("gateway.management.port", read.text("gateway.management.host"));
        if (settings.simulator()) {
            read.refuseTaken("simulator.port", "127.0.0.1");
        }
        return settings;
    }

    /** Reads the settings, and looks at each together with the others and with what it names. */
    static Settings checked(SettingsReader read) {
        Settings settings = read(read);
        new SettingsSense(settings, read).check();
        return settings;
    }

    /**
     * Reads the settings for a command, which may run beside the gateway: ports are not looked at.
     *
     * @param file the file with the settings
     * @throws IllegalArgumentException as {@link #of(CamelContext)}, and when the file cannot be read
     */
    static Settings of(Path file) {
        return with(file, context -> read(new SettingsReader(context, System.getenv())));
    }

    /**
     * Does something with the settings of a file at hand, for a command.
     *
     * @param file the file with the settings
     * @param work gets a context that was not started
     * @throws IllegalArgumentException when the file cannot be read
     */
    static <T> T with(Path file, Function<CamelContext, T> work) {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getPropertiesComponent().addPropertiesSource(SettingsFile.read(file));
            return work.apply(context);
        } catch (IOException e) {
            throw new IllegalStateException("a context that was not started cannot fail to stop", e);
        }
    }

    private static Settings read(SettingsReader read) {
        Settings settings = new Settings(
                read.text("gateway.http.host"), read.number("gateway.http.port", 0, 65_535),
                read.number("gateway.http.workers", 1, 10_000),
                new HttpLimits(read.number("gateway.http.url-limit", 1024, 1 << 20),
                        read.number("gateway.http.header-limit", 16_384, 1 << 20),
                        read.number("gateway.http.body-limit", 1024, 1 << 30), read.share("gateway.http.bodies-limit"),
                        Duration.ofSeconds(read.number("gateway.http.receive-seconds", 1, 3600)),
                        Duration.ofSeconds(read.number("gateway.http.send-seconds", 1, 3600)), read.seconds("gateway.http.idle-seconds", 1),
                        read.number("gateway.http.connections", 1, 1_000_000), read.number("gateway.http.waiting", 1, 100_000)),
                new GatewayNames(Stream.concat(read.value("gateway.base", base -> GatewayNames.of(List.of(base)))
                        .bases().stream(),
                        read.value("gateway.names", names -> GatewayNames.of(SettingsReader.list(names))).bases()
                        .stream()).toList()),
                read.flag("gateway.behind-proxy"),
                Path.of(read.text("gateway.directory")), Path.of(read.text("gateway.registry")), Path.of(read.text("gateway.profiles")),
                Duration.ofSeconds(read.number("gateway.token.leeway-seconds", 0, 300)),
                Set.copyOf(SettingsReader.list(read.optional("gateway.token.audiences"))),
                read.text("gateway.identifier.system"),
                read.optional("gateway.broker.url"), read.optional("gateway.broker.listen"), Path.of(read.text("gateway.broker.data")),
                read.text("gateway.jms.consumer"), read.number("gateway.jms.consumers", 1, 1000), read.number("gateway.jms.tries", 2, 1000),
                read.text("gateway.name"), Path.of(read.text("gateway.patient-key-file")), read.seconds("gateway.repeat.wait-seconds", 0),
                Duration.ofHours(read.number("gateway.repeat.keep-hours", 24, 10_000)),
                new Ages(read.days("gateway.retention.bodies-days"), read.days("gateway.retention.records-days")),
                read.text("gateway.database.url"), read.optional("gateway.database.user"), read.secret("gateway.database.password"),
                read.number("gateway.database.connections", 2, 1000),
                read.seconds("gateway.deliver.connect-seconds", 1), read.seconds("gateway.deliver.seconds", 1),
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
        // What only routes and the directory read.
        QUEUES.forEach(key -> read.value(key, QueueName::of));
        read.number("gateway.deliver.poll-millis", 10, 60_000);
        read.number("gateway.management.port", 0, 65_535);
        read.text("gateway.management.host");
        read.number("simulator.port", 0, 65_535);
        read.value("simulator.base", ServiceRoot::of);
        read.refusePasswordIn("gateway.broker.url");
        read.refusePasswordIn("gateway.database.url");
        read.refusePlain(settings.httpHost(), settings.tls(), read.text("gateway.base"));
        settings.retention().refuseShorterThan(settings.repeatKeep(),
                "setting gateway.retention.bodies-days (environment variable GATEWAY_RETENTION_BODIES_DAYS)",
                "setting gateway.retention.records-days (environment variable GATEWAY_RETENTION_RECORDS_DAYS)");
        read.refuseUnknown();
        return settings;
    }

    private static SdsSettings sds(SettingsReader read) {
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
}
