package taskgateway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;
import taskgateway.provider.Consumer;
import taskgateway.provider.Directory;
import taskgateway.provider.Provider;
import taskgateway.provider.ServiceRoot;

/** The options that say who sends to whom, looked up in the gateway's own directory. */
final class Parties {

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    @Option(names = {"-p", "--provider"}, defaultValue = "A20047", paramLabel = "ODS",
            description = "ODS code of the provider (default: ${DEFAULT-VALUE}).")
    private String provider;

    @Option(names = "--from", defaultValue = "200000000359", paramLabel = "ASID",
            description = "ASID of the consumer that sends (default: ${DEFAULT-VALUE}).")
    private String consumer;

    @Option(names = "--base", defaultValue = "http://127.0.0.1:8080", paramLabel = "URL",
            description = "Base URL of the gateway (default: ${DEFAULT-VALUE}).")
    private String base;

    @Option(names = "--directory", defaultValue = "config/directory.yaml", paramLabel = "FILE",
            description = "The gateway's directory of consumers and providers (default: ${DEFAULT-VALUE}).")
    private Path file;

    /** The gateway's base URL, without a trailing slash. */
    String base() {
        String bare = base.replaceAll("/+$", "");
        try {
            ServiceRoot.of(bare);
            return bare;
        } catch (IllegalArgumentException e) {
            throw new ClientFault("--base is no http or https URL: " + base, e);
        }
    }

    Provider provider() {
        Directory directory = directory();
        return directory.provider(provider).orElseThrow(() -> new ClientFault("There is no provider " + provider + " in " + file
                + "; it holds " + directory.providers().stream().map(Provider::ods).collect(Collectors.joining(", ")) + "."));
    }

    Consumer consumer() {
        return directory().consumer(consumer)
                .orElseThrow(() -> new ClientFault("There is no consumer with ASID " + consumer + " in " + file + "."));
    }

    private Directory directory() {
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
