package taskgateway;

import com.zaxxer.hikari.HikariDataSource;
import io.github.resilience4j.micrometer.tagged.TaggedBulkheadMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.support.service.ServiceSupport;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import taskgateway.audit.PatientHash;
import taskgateway.audit.Recording;
import taskgateway.broker.BrokerConnections;
import taskgateway.broker.EmbeddedBroker;
import taskgateway.broker.IntakeWatch;
import taskgateway.broker.JmsTransaction;
import taskgateway.check.AddressLayer;
import taskgateway.check.BusinessLayer;
import taskgateway.check.MediaTypeLayer;
import taskgateway.check.ProfileLayer;
import taskgateway.check.RateLimits;
import taskgateway.check.ReferenceLayer;
import taskgateway.check.Registries;
import taskgateway.check.SpineLayer;
import taskgateway.check.TokenLayer;
import taskgateway.check.TransportLayer;
import taskgateway.check.WellFormedLayer;
import taskgateway.command.operate.DailyRetention;
import taskgateway.deliver.fhir.CallerThreads;
import taskgateway.deliver.fhir.FhirProvider;
import taskgateway.deliver.fhir.ProviderBreaker;
import taskgateway.deliver.fhir.ProviderFailures;
import taskgateway.deliver.fhir.ProviderHttpClient;
import taskgateway.deliver.fhir.ProviderSockets;
import taskgateway.deliver.fhir.ProviderWatch;
import taskgateway.deliver.fhir.RelayClient;
import taskgateway.deliver.fhir.RelayClients;
import taskgateway.deliver.hosted.DeliveryOutcomes;
import taskgateway.deliver.hosted.EndpointClient;
import taskgateway.deliver.hosted.HostedMessage;
import taskgateway.deliver.hosted.HostedPost;
import taskgateway.deliver.hosted.HostedProvider;
import taskgateway.deliver.hosted.Receipts;
import taskgateway.demo.Simulator;
import taskgateway.directory.Consumer;
import taskgateway.directory.Directory;
import taskgateway.directory.Provider;
import taskgateway.directory.Providers;
import taskgateway.directory.Registry;
import taskgateway.directory.Transport;
import taskgateway.directory.sds.SdsProviders;
import taskgateway.fhir.Uris;
import taskgateway.process.Ending;
import taskgateway.profile.Profiles;
import taskgateway.receive.http.Admission;
import taskgateway.receive.http.FhirHttpServer;
import taskgateway.receive.http.HttpFaults;
import taskgateway.receive.http.HttpReader;
import taskgateway.receive.http.HttpWriter;
import taskgateway.receive.http.RequestBody;
import taskgateway.receive.http.RequestEngine;
import taskgateway.receive.jms.BareMessage;
import taskgateway.receive.jms.IntakeHealth;
import taskgateway.receive.jms.JmsReader;
import taskgateway.receive.jms.JmsWriter;
import taskgateway.receive.jms.LastWord;
import taskgateway.receive.jms.QueueProducer;
import taskgateway.receive.jms.ReplyAddress;
import taskgateway.receive.jms.WaitedToken;
import taskgateway.repeat.BusinessIdentifier;
import taskgateway.repeat.Repeats;
import taskgateway.reply.Definitions;
import taskgateway.reply.Metadata;
import taskgateway.reply.Refusals;
import taskgateway.reply.Replies;
import taskgateway.request.RouteChoice;
import taskgateway.retry.KeptMessage;
import taskgateway.retry.Replay;
import taskgateway.retry.RetryOutcomes;
import taskgateway.store.DeadLetters;
import taskgateway.store.FhirProviders;
import taskgateway.store.KeptAnswers;
import taskgateway.store.Messages;
import taskgateway.store.OpenDeliveries;
import taskgateway.store.Outbox;
import taskgateway.store.PatientKey;
import taskgateway.store.Tasks;
import taskgateway.store.journal.GatewayRun;
import taskgateway.store.journal.Journal;
import taskgateway.store.journal.TakeOver;
import taskgateway.store.sql.Compaction;
import taskgateway.store.sql.Database;
import taskgateway.store.sql.DatabaseDoor;
import taskgateway.tls.ServerTls;
import taskgateway.tls.Tls;

/**
 * The only place that makes a stage. The names under which stages are bound are the names in {@code routes/}.
 */
final class Wiring implements CamelConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger("settings");

    private final Ending ending;
    private CamelContext context;
    private Outbox outbox;
    private FhirProviders fhirProviders;

    /** @param ending of this process */
    Wiring(Ending ending) {
        this.ending = ending;
    }

    @Override
    public void configure(CamelContext context) throws Exception {
        this.context = context;
        Settings settings = Settings.of(context);
        Directory directory = DirectoryFile.read(context, settings);
        PrivateFiles.keep(settings);
        PatientHash patients = PatientHash.withKeyOf(settings.patientKeyFile());
        Journal journal = store(settings, directory, patients);
        Refusals refusals = new Refusals();
        Recording recording = new Recording(journal, patients);
        Tls tls = new Tls(settings.tls(), ownHost(settings));
        closeAtEnd(tls);

        bind("settings", settings);
        bind("directory", directory);
        bind("refusals", refusals);
        bind("recording", recording);
        edge(settings, directory, tls);
        Profiles profiles = Profiles.load(settings.profiles()).holding(Uris.ORDER_PROFILE);
        rules(settings, directory, profiles);
        replies(settings);
        providerTls(directory, tls);
        fhirDelivery(settings, ProviderSockets.of(directory.providers(), tls), profiles);
        jms(settings, directory, tls);
        bind("lastWord", new LastWord(refusals, recording));
        simulator(settings, directory);
        Admission admission = new Admission(settings.httpLimits());
        meters(TaggedBulkheadMetrics.ofBulkheadRegistry(admission.registry()));
        HttpWriter writer = new HttpWriter(settings.httpLimits());
        bind(PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME, new RequestEngine(writer));
        http(settings, admission, new HttpFaults(refusals, recording, settings.httpLimits(), admission, writer),
                tls.server(asid -> directory.consumer(asid).map(Consumer::fqdn)));
        meters(tls);
        tls.watch();
    }

    /** Whose certificate callers look for; a proxy in front has its own. */
    private static Optional<String> ownHost(Settings settings) {
        return settings.behindProxy() ? Optional.empty() : Optional.of(settings.names().bases().get(0).host());
    }

    private void edge(Settings settings, Directory directory, Tls tls) throws Exception {
        bind("transportLayer", new TransportLayer((int) settings.httpLimits().body()));
        bind("addressLayer", new AddressLayer(directory, sds(settings, tls), settings.names()));
        bind("routeChoice", new RouteChoice());
        bind("mediaTypeLayer", new MediaTypeLayer());
        bind("rateLimits", new RateLimits(directory, settings.rate()));
        bind("spineLayer", new SpineLayer(directory));
        bind("tokenLayer", new TokenLayer(settings.tokenLeeway(), settings.tokenAudiences()));
    }

    /** The Spine Directory Service, where it is asked for providers that the directory file does not hold. */
    private Optional<Providers> sds(Settings settings, Tls tls) throws Exception {
        if (settings.sds().url().isEmpty()) {
            return Optional.empty();
        }
        SdsProviders sds = SdsProviders.of(settings.sds(), DirectoryFile.own(context, settings), tls);
        closeAtEnd(sds);
        return Optional.of(sds);
    }

    private void rules(Settings settings, Directory directory, Profiles profiles) {
        bind("wellFormedLayer", new WellFormedLayer());
        bind("definitions", new Definitions(profiles));
        bind("profileLayer", new ProfileLayer(profiles));
        bind("referenceLayer", new ReferenceLayer(registries(settings.registry(), "gateway.registry", directory,
                directory.hosted().stream().filter(provider -> !provider.retired()))));
        bind("businessLayer", new BusinessLayer());
        bind("businessIdentifier", new BusinessIdentifier(settings.identifierSystem()));
    }

    private static Map<String, Registry> registries(Path root, String setting, Directory directory, Stream<Provider> needed) {
        Registries registries = Registries.load(root, setting, needed.map(Provider::ods).toList(),
                directory.providers().stream().map(Provider::ods).collect(Collectors.toSet()));
        registries.warnings().forEach(LOG::warn);
        return registries.byOds();
    }

    private void replies(Settings settings) {
        bind("replies", new Replies());
        bind("metadata", new Metadata(Version.current()));
    }

    private Journal store(Settings settings, Directory directory, PatientHash patients) throws Exception {
        HikariDataSource database = Database.open(settings.databaseUrl(), settings.databaseUser(), settings.databasePassword(),
                settings.databaseConnections());
        closeAtEnd(database);
        closeAtEnd(DatabaseDoor.open(settings.databaseUrl()));
        // The files that are new.
        PrivateFiles.keep(settings);
        bind("database", database);
        PatientKey.refuseAnother(database, patients.fingerprint());
        List<String> hosted = directory.hosted().stream().map(Provider::ods).toList();
        OpenDeliveries.refuseOthersThan(hosted, database);
        GatewayRun run = GatewayRun.begin(database, settings.name());
        Journal journal = Journal.of(database, settings.databaseUrl(), run, ending);
        context.addService(journal, true, true);
        outbox = new Outbox(database, run, settings.outbox(), hosted);
        bind("repeats", new Repeats(journal, new Messages(database), settings.repeatWait()));
        bind("outbox", outbox);
        bind("deliveryOutcomes", new DeliveryOutcomes(outbox));
        bind("takeOver", new TakeOver(database, run));
        DeadLetters letters = new DeadLetters(database, run);
        bind("deadLetters", letters);
        bind("retryOutcomes", new RetryOutcomes(letters, settings.jmsTries()));
        bind("replay", new Replay());
        bind("compaction", new Compaction(database));
        bind("keptAnswers", new KeptAnswers(database, settings.repeatKeep()));
        bind("dailyRetention", new DailyRetention(database, settings.name(), settings.retention(),
                () -> !context.isStopping() && !context.isStopped()));
        fhirProviders = new FhirProviders(database, run);
        bind("hostedProvider", new HostedProvider(new Tasks(database)));
        return journal;
    }

    private void fhirDelivery(Settings settings, ProviderSockets sockets, Profiles profiles) throws Exception {
        settings.deliverSsp().refuse(DirectoryFile.own(context, settings));
        // The largest task may come back in the other format.
        int limit = (int) Math.min(Integer.MAX_VALUE - 8L, 2L * settings.httpLimits().body());
        ProviderHttpClient http = new ProviderHttpClient(settings.deliverConnect(), settings.deliverDeadline(),
                settings.deliverConnections(), limit, sockets, settings.deliverSsp());
        closeAtEnd(http);
        CallerThreads.install(context.getExecutorServiceManager());
        EndpointClient endpoints = new EndpointClient(settings.deliverConnect(), settings.deliverDeadline());
        closeAtEnd(endpoints);
        bind("endpointClient", endpoints);
        bind("relayClient", new RelayClient(new RelayClients(http)));
        bind("fhirProvider", new FhirProvider(profiles));
        ProviderBreaker breaker = new ProviderBreaker(settings.breaker(), settings.jmsConsumers());
        bind("providerBreaker", breaker);
        bind("providerWatch", new ProviderWatch(breaker.registry(), fhirProviders));
        meters(TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(breaker.registry()));
        bind("providerFailures", new ProviderFailures());
    }

    /** For deliver-http, whose endpoints of one provider each have their own. */
    private void providerTls(Directory directory, Tls tls) {
        directory.providers().stream().filter(provider -> provider.transport() == Transport.HOSTED_HTTP)
                .forEach(provider -> bind("tls-" + provider.ods(), tls.client(provider.ods(), provider.ca()).parameters()));
    }

    private void jms(Settings settings, Directory directory, Tls tls) throws Exception {
        String url = settings.brokerUrl();
        if (url.isBlank()) {
            EmbeddedBroker broker = new EmbeddedBroker(settings.brokerData().toFile(), settings.brokerListen());
            context.addService(broker, true, true);
            url = broker.url();
        }
        JmsPoolConnectionFactory pool = BrokerConnections.pool(url, tls.client());
        BrokerConnections.authenticate(pool, settings.brokerLogin());
        context.addComponent("jms", JmsComponent.jmsComponent(pool));
        bind("jmsTransaction", new JmsTransaction(pool));
        closeAtEnd(pool::stop);
        JmsPoolConnectionFactory inOrder = BrokerConnections.inOrder(url, tls.client());
        BrokerConnections.authenticate(inOrder, settings.brokerLogin());
        bind("connectionsInOrder", inOrder);
        closeAtEnd(inOrder::stop);

        Consumer consumer = directory.consumer(settings.jmsConsumer()).orElseThrow(() -> new IllegalArgumentException(
                "setting gateway.jms.consumer names an ASID that is no consumer of " + settings.directory()));
        IntakeWatch watch = new IntakeWatch(pool, context.resolvePropertyPlaceholders("{{gateway.jms.in}}"));
        bind("intakeWatch", watch);
        bind("receipts", new Receipts(outbox, watch, pool, context.resolvePropertyPlaceholders("{{gateway.jms.receipts}}")));
        bind("intake", new IntakeHealth(watch));
        meters(meters -> Gauge.builder("taskgateway.intake.oldest", watch, IntakeWatch::oldest).baseUnit("seconds")
                .description("How long the oldest message of the JMS queue has waited").register(meters));
        bind("bareMessage", new BareMessage());
        bind("jmsReader", new JmsReader());
        bind("replyAddressReader", new ReplyAddress.ReplyAddressReader(closedQueues(directory)));
        bind("keptMessage", new KeptMessage());
        bind("jmsWriter", new JmsWriter());
        bind("queueProducer", new QueueProducer(consumer));
        bind("waitedToken", new WaitedToken());
        bind("hostedMessage", new HostedMessage());
        bind("hostedPost", new HostedPost());
    }

    /** Into which no sender can have the gateway write. */
    private Set<String> closedQueues(Directory directory) {
        return Stream.concat(Stream.of("{{gateway.jms.in}}", "{{gateway.jms.receipts}}").map(context::resolvePropertyPlaceholders),
                directory.providers().stream().filter(provider -> provider.transport() == Transport.HOSTED_JMS).map(Provider::address))
                .collect(Collectors.toSet());
    }

    private void simulator(Settings settings, Directory directory) {
        if (settings.simulator()) {
            Provider provider = directory.providers().stream().filter(it -> it.transport() == Transport.FHIR).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("the simulator stands in for a provider of transport FHIR, and "
                            + settings.directory() + " has none: set simulator.enabled=false"));
            Registry records = registries(settings.simulatorData(), "simulator.data", directory, Stream.of(provider)).get(provider.ods());
            Simulator.beans(provider, directory, records).forEach(this::bind);
        }
    }

    private void http(Settings settings, Admission admission, HttpFaults faults, Optional<ServerTls> tls) throws Exception {
        bind("httpReader", new HttpReader(admission));
        bind("requestBody", new RequestBody());
        VertxPlatformHttpServerConfiguration configuration = new VertxPlatformHttpServerConfiguration();
        configuration.setBindHost(settings.httpHost());
        configuration.setBindPort(settings.httpPort());
        bind("vertxOptions", new io.vertx.core.VertxOptions().setWorkerPoolSize(settings.httpWorkers()));
        FhirHttpServer server = new FhirHttpServer(configuration, settings.httpLimits(), faults, admission, tls);
        context.addService(server, true, true);
        meters(meters -> Gauge.builder("taskgateway.bodies", server, FhirHttpServer::bodiesHeld).baseUnit("bytes")
                .description("What the bodies of all requests hold of gateway.http.bodies-limit").register(meters));
    }

    /** Shown with Camel's own, once there are any. */
    private void meters(MeterBinder binder) throws Exception {
        context.addStartupListener((started, already) -> Optional.ofNullable(started.getRegistry().lookupByNameAndType(
                MicrometerConstants.METRICS_REGISTRY_NAME, MeterRegistry.class)).ifPresent(binder::bindTo));
    }

    private void bind(String name, Object stage) {
        context.getRegistry().bind(name, stage);
    }

    private void closeAtEnd(AutoCloseable resource) throws Exception {
        context.addService(new ServiceSupport() {
            @Override
            protected void doStop() throws Exception {
                resource.close();
            }
        }, true, true);
    }
}
