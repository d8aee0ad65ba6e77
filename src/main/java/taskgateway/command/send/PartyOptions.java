package taskgateway.command.send;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import taskgateway.command.ClientFault;
import taskgateway.directory.Consumer;
import taskgateway.directory.Directory;
import taskgateway.directory.Provider;
import taskgateway.directory.ServiceRoot;

/** The options that say who sends to whom, looked up in the gateway's own directory. */
final class PartyOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    @Option(names = {"-p", "--provider"}, defaultValue = "A20047", paramLabel = "ODS",
            description = "ODS code of the provider (default: ${DEFAULT-VALUE}).")
    private String provider;

    @Option(names = "--config", defaultValue = "config/application.properties", paramLabel = "FILE",
            description = "The gateway's settings (default: ${DEFAULT-VALUE}); environment variables win.")
    private Path config;

    @Option(names = "--from", paramLabel = "ASID",
            description = "ASID of the consumer that sends (default: the setting gateway.jms.consumer).")
    private String from;

    @Option(names = "--base", paramLabel = "URL",
            description = "Base URL of the gateway (default: the setting gateway.base).")
    private String url;

    @Option(names = "--directory", paramLabel = "FILE",
            description = "The directory of consumers and providers (default: the setting gateway.directory).")
    private Path other;

    private Contact contact;

    /** The gateway, as its settings say. */
    Contact contact() {
        if (contact == null) {
            try {
                contact = ((SenderCommands) command.root().userObject()).contact(config);
            } catch (IllegalArgumentException e) {
                throw new ClientFault("The settings " + config + " are wrong: " + e.getMessage(), e);
            }
        }
        return contact;
    }

    /** The gateway's base URL, without a trailing slash. */
    String base() {
        String base = url == null ? contact().base() : url;
        String bare = base.replaceAll("/+$", "");
        try {
            ServiceRoot.of(bare);
            return bare;
        } catch (IllegalArgumentException e) {
            String name = url == null ? "gateway.base of " + config : "--base";
            throw new ClientFault(name + " is no http or https URL: " + base, e);
        }
    }

    Provider provider() {
        Directory directory = directory();
        return directory.provider(provider)
                .orElseThrow(() -> new ClientFault("There is no provider " + provider + " in "
                + file() + "; it holds "
                + directory.providers().stream().map(Provider::ods).collect(Collectors.joining(", ")) + "."));
    }

    Consumer consumer() {
        String asid = from == null ? contact().consumer() : from;
        return directory().consumer(asid)
                .orElseThrow(() -> new ClientFault("There is no consumer with ASID " + asid + " in " + file() + "."));
    }

    private Path file() {
        return other == null ? contact().directory() : other;
    }

    private Directory directory() {
        Path file = file();
        try {
            // Of the other placeholders only addresses are made, which the gateway needs and a sender does not.
            return Directory.parse(Files.readString(file)
                    .replace("{{gateway.base}}", base())
                    .replaceAll("\\{\\{[^}]*}}", "http://unused.invalid"));
        } catch (IOException e) {
            throw new ClientFault("Cannot read the directory " + file + ".", e);
        } catch (IllegalArgumentException e) {
            throw new ClientFault("The directory " + file + " is wrong: " + e.getMessage(), e);
        }
    }
}
