package taskgateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.impl.DefaultCamelContext;
import taskgateway.broker.BrokerLogin;
import taskgateway.broker.BrokerSettings;
import taskgateway.command.send.Contact;
import taskgateway.directory.DirectorySettings;
import taskgateway.receive.jms.JmsSettings;
import taskgateway.request.GatewayNames;
import taskgateway.settings.SettingsFile;

/**
 * Reads what a sender needs of a gateway's settings, and no more: the others may hold for another machine. What is not
 * said is as in the settings that the gateway comes with.
 */
final class Contacts {

    private Contacts() {
    }

    /** As a sender reads them: where there is no such file, the gateway runs elsewhere, most likely as it comes. */
    static Contact of(Path file) {
        return of(file, true);
    }

    /** The file alone, without this process's environment, which a sender in another terminal does not have. */
    static Contact alone(Path file) {
        return of(file, false);
    }

    static Contact of(CamelContext context) {
        String external = text(context, BrokerSettings.URL, "");
        return new Contact(text(context, GatewayNames.BASE, "http://127.0.0.1:8080"),
                Path.of(text(context, DirectorySettings.FILE, "config/directory.yaml")),
                text(context, JmsSettings.CONSUMER, "200000000359"),
                external.isEmpty() ? embedded(text(context, BrokerSettings.LISTEN, "tcp://127.0.0.1:61616"))
                        : external,
                text(context, JmsSettings.IN, "gpconnect.tasks.in"),
                external.isEmpty() ? "" : text(context, BrokerLogin.USER, ""), password(context));
    }

    private static Contact of(Path file, boolean environment) {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            PropertiesComponent properties = (PropertiesComponent) context.getPropertiesComponent();
            properties.setEnvironmentVariableMode(environment ? PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_OVERRIDE
                    : PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
            if (Files.isReadable(file)) {
                properties.addPropertiesSource(SettingsFile.read(file));
            }
            return of(context);
        } catch (IOException e) {
            throw new IllegalStateException("a context that was not started cannot fail to stop", e);
        }
    }

    /** OpenWire is what a sender speaks; of the address to listen at, what a client needs of it. */
    private static String embedded(String listen) {
        return Arrays.stream(listen.split("[\\s,]+"))
                .filter(address -> address.matches("(auto\\+)?(auto|tcp|nio|ssl|nio\\+ssl)://.*")).findFirst()
                .map(address -> address.replaceFirst("\\?.*", "")
                        .replaceFirst("//(0\\.0\\.0\\.0|\\[::])", "//127.0.0.1")
                        .replaceFirst("^(auto\\+)?(nio\\+)?ssl", "ssl").replaceFirst("^(auto|nio|auto\\+nio):", "tcp:"))
                .orElse("");
    }

    /** Read when it is needed: who sends over HTTP need not be able to. */
    private static Supplier<String> password(CamelContext context) {
        String here = text(context, BrokerLogin.PASSWORD, "");
        String file = text(context, BrokerLogin.PASSWORD + "-file", "");
        return () -> {
            try {
                return file.isEmpty() ? here : Files.readString(Path.of(file)).strip();
            } catch (IOException e) {
                throw new IllegalArgumentException("the file of gateway.broker.password-file cannot be read", e);
            }
        };
    }

    private static String text(CamelContext context, String key, String usual) {
        return context.getPropertiesComponent().resolveProperty(key).orElseGet(() -> {
            if (!context.getPropertiesComponent().loadProperties(key::equals).isEmpty()) {
                throw new IllegalArgumentException("setting " + key + " holds a placeholder that names no setting");
            }
            return usual;
        }).strip();
    }
}
