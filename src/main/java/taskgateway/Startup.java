package taskgateway;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import taskgateway.deliver.hosted.HostedTransport;
import taskgateway.demo.SimulatorSettings;
import taskgateway.directory.Directory;
import taskgateway.directory.Provider;
import taskgateway.settings.SettingsFile;

/** What depends on settings and directory at the start: which routes are loaded, and what the operator is told. */
final class Startup extends MainListenerSupport {

    /** With so many providers at once messages that wait are tried again. */
    private static final int REPLAY_LANES = 4;

    /**
     * Every route and template that routes/ brings, beside those of transports: without one a task would wait for an
     * answer that nobody makes.
     */
    static final Set<String> NEEDED =
            Set.of("accept", "caller", "compact", "create-task", "definition", "deliver", "deliver-fhir", "forget",
                    "hand-on", "interaction", "metadata", "new-task", "read-fhir", "read-task", "receive-http",
                    "receive-jms", "replay", "replay-message", "reply-jms", "retention", "take-over", "transaction",
                    "watch-intake", "watch-providers");

    private final Path config;

    /** @param config the file with the settings */
    Startup(Path config) {
        this.config = config;
    }

    @Override
    public void beforeInitialize(BaseMainSupport main) {
        main.getCamelContext().getPropertiesComponent().addPropertiesSource(SettingsFile.read(config));
    }

    @Override
    public void beforeConfigure(BaseMainSupport main) {
        boolean simulator = main.getCamelContext().getPropertiesComponent().resolveProperty(SimulatorSettings.ENABLED)
                .filter("true"::equals).isPresent();
        main.configure().setRoutesIncludePattern(
                "file:routes/*.camel.yaml" + (simulator ? ",file:routes/simulator/*.camel.yaml" : ""));
    }

    /**
     * For each hosted provider a route that sends, from the template of its transport, and as many lanes of deliveries
     * as it may get tasks at once; and lanes for the messages that wait. A dead provider holds up no other.
     */
    @Override
    public void afterConfigure(BaseMainSupport main) {
        CamelContext context = main.getCamelContext();
        refuseMissing((ModelCamelContext) context);
        for (int lane = 1; lane <= REPLAY_LANES; lane++) {
            TemplatedRouteBuilder.builder(context, "replay").routeId("replay-" + lane).parameter("lane", lane).add();
        }
        int lanes = bean(context, Settings.class).store().outbox().concurrency();
        for (Provider provider : bean(context, Directory.class).hosted()) {
            sending(context, provider);
            for (int lane = 1; lane <= lanes; lane++) {
                TemplatedRouteBuilder.builder(context, "deliver").routeId("deliver-" + provider.ods() + "-" + lane)
                        .parameter("ods", provider.ods()).parameter("lane", lane).add();
            }
        }
    }

    private static void sending(CamelContext context, Provider provider) {
        HostedTransport transport = (HostedTransport) provider.transport();
        TemplatedRouteBuilder route =
                TemplatedRouteBuilder.builder(context, transport.template()).routeId("send-" + provider.ods())
                .parameter("ods", provider.ods()).parameter("address", provider.address());
        transport.parameters(provider).forEach(route::parameter);
        route.add();
    }

    private static void refuseMissing(ModelCamelContext context) {
        Set<String> there = Stream.concat(context.getRouteDefinitions().stream().map(RouteDefinition::getRouteId),
                context.getRouteTemplateDefinitions().stream().map(RouteTemplateDefinition::getId))
                        .collect(Collectors.toSet());
        Stream.concat(NEEDED.stream(), HostedTransport.all().flatMap(it -> it.routes().stream()))
                .filter(route -> !there.contains(route)).sorted().findFirst().ifPresent(route -> {
            throw new IllegalArgumentException("the route " + route
                    + " is missing: the folder routes/, beside which the gateway"
                    + " starts, must hold every file that came with it");
        });
    }

    @Override
    public void afterStart(BaseMainSupport main) {
        CamelContext context = main.getCamelContext();
        Settings settings = bean(context, Settings.class);
        List<Provider> providers = bean(context, Directory.class).providers();
        StringBuilder told = new StringBuilder(addresses(settings));
        providers.forEach(provider -> told.append("  Provider    ").append(provider.ods()).append("  ")
                .append(String.format("%-12s", provider.transport().name())).append(provider.name())
                .append(provider.retired() ? ", retired" : "").append('\n'));
        if (settings.sds().asked()) {
            told.append("  Providers   others as the Spine Directory Service says: ").append(settings.sds())
                    .append('\n');
        }
        providers.stream().filter(provider -> !provider.retired()).findFirst().ifPresent(provider -> told
                .append("Send a task: ").append(Invocation.ofThisProcess().of(send(context, settings, provider))));
        System.out.println(told);
        if (!settings.simulator().enabled()) {
            SimulatorOff.tell(bean(context, Directory.class),
                    context.resolvePropertyPlaceholders("{{simulator.base}}"));
        }
    }

    private static String addresses(Settings settings) {
        return """
                task-gateway is ready.
                  FHIR        %s://%s:%d
                  JMS         queue %s at %s
                  Management  http://%s:%d/observe/health
                """.formatted(settings.tls().server() ? "https" : "http", settings.http().host(),
                settings.http().port(), settings.jms().in(), settings.broker().embedded() ? settings.broker().listen()
                        : withoutPasswords(settings.broker().url()), settings.management().host(),
                settings.management().port());
    }

    /** With the options that another terminal needs, which has the settings file but not this process's environment. */
    private String send(CamelContext context, Settings settings, Provider provider) {
        String file = config.equals(Gateway.USUAL_CONFIG) ? "" : " --config " + config;
        return "send --provider " + provider.ods() + file + Contacts.of(context).optionsBeside(Contacts.alone(config))
                + (settings.tls().server() ? " --ca FILE --certificate FILE --key FILE" : "");
    }

    /** Such as that of a key store, which has no setting of its own. */
    private static String withoutPasswords(String url) {
        return url.replaceAll("(?i)(password=)[^&;,)]*", "$1...");
    }

    private static <T> T bean(CamelContext context, Class<T> type) {
        return context.getRegistry().findSingleByType(type);
    }
}
