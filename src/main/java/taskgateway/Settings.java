package taskgateway;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import taskgateway.broker.BrokerSettings;
import taskgateway.check.CheckSettings;
import taskgateway.desk.RetentionAges;
import taskgateway.deliver.fhir.DeliverySettings;
import taskgateway.demo.SimulatorSettings;
import taskgateway.directory.DirectorySettings;
import taskgateway.directory.OwnAddresses;
import taskgateway.directory.sds.SdsSettings;
import taskgateway.receive.http.HttpSettings;
import taskgateway.receive.jms.JmsSettings;
import taskgateway.repeat.RepeatSettings;
import taskgateway.request.GatewayNames;
import taskgateway.settings.SettingsFile;
import taskgateway.settings.SettingsReader;
import taskgateway.store.StoreSettings;
import taskgateway.tls.TlsSettings;
import taskgateway.token.TokenSettings;

/**
 * The settings of {@code config/application.properties}, read and checked once, each by the package that it is for. An
 * environment variable wins over the file; its name is the key in capitals, dots and hyphens as underscores.
 */
public record Settings(HttpSettings http, TlsSettings tls, GatewayNames names, DirectorySettings directory,
        CheckSettings checks, SdsSettings sds, TokenSettings token, BrokerSettings broker, JmsSettings jms,
        StoreSettings store, RepeatSettings repeat, RetentionAges retention, DeliverySettings delivery,
        ManagementSettings management, SimulatorSettings simulator) {

    /**
     * Reads the settings.
     *
     * @throws IllegalArgumentException naming the key that is missing, unknown or wrong, and its environment variable
     */
    public static Settings of(CamelContext context) {
        SettingsReader read = new SettingsReader(context, System.getenv());
        Settings settings = checked(read);
        settings.http.refuseTaken(read);
        settings.management.refuseTaken(read);
        settings.simulator.refuseTaken(read);
        return settings;
    }

    /** Reads the settings, and looks at each together with the others and with what it names. */
    static Settings checked(SettingsReader read) {
        Settings settings = read(read);
        settings.check(read);
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
        Settings settings = new Settings(HttpSettings.read(read), TlsSettings.read(read), GatewayNames.read(read),
                DirectorySettings.read(read), CheckSettings.read(read), SdsSettings.read(read),
                TokenSettings.read(read), BrokerSettings.read(read),
                JmsSettings.read(read), StoreSettings.read(read), RepeatSettings.read(read), RetentionAges.read(read),
                DeliverySettings.read(read), ManagementSettings.read(read), SimulatorSettings.read(read));
        new SettingsSense(settings, read).refusePlain();
        settings.retention.refuseShorterThan(settings.repeat.keep());
        read.refuseUnknown();
        return settings;
    }

    private void check(SettingsReader read) {
        http.check(read);
        names.check(read);
        directory.check(read);
        checks.check(read);
        sds.check(read);
        token.check(read);
        broker.check(read);
        jms.check(read);
        store.check(read);
        delivery.check(read);
        simulator.check(read);
        new SettingsSense(this, read).check();
    }

    /** Where the gateway is reached: under its names, and at its two ports. */
    OwnAddresses own() {
        return new OwnAddresses(names.bases(), List.of(new OwnAddresses.Port(http.host(), http.port()),
                new OwnAddresses.Port(management.host(), management.port())));
    }

    /** The gateway's name alone: a record would else print its passwords. */
    @Override
    public String toString() {
        return "settings of " + store.name();
    }
}
