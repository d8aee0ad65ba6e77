package taskgateway.command.send;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;
import taskgateway.command.ClientFault;
import taskgateway.tls.ClientTls;
import taskgateway.tls.PemFile;
import taskgateway.tls.Tls;
import taskgateway.tls.TlsSettings;

/** The options of TLS, for https and for a broker at ssl. */
final class Certificates {

    @Option(names = "--ca", paramLabel = "FILE",
            description =
                    "For https: PEM file of the authorities that the gateway's certificate may be of (default: the"
                    + " JDK's).")
    private Path ca;

    @Option(names = "--certificate", paramLabel = "FILE", description = "For https: the sender's own certificate, PEM.")
    private Path certificate;

    @Option(names = "--key", paramLabel = "FILE",
            description = "For https: the certificate's private key, PKCS#8 PEM without a password.")
    private Path key;

    /** @throws ClientFault when a file cannot be used, or one is missing */
    ClientTls tls() {
        try {
            var nothing = new TlsSettings.TlsSide(Optional.empty(), Optional.empty(), Optional.empty(),
                    Optional.empty());
            var own = new TlsSettings.TlsSide(file("--certificate", certificate), file("--key", key), file("--ca", ca),
                    Optional.empty());
            try (Tls tls = new Tls(new TlsSettings(nothing, own, Set.of(), Duration.ofDays(1)), Optional.empty())) {
                return tls.client();
            }
        } catch (IllegalArgumentException e) {
            throw new ClientFault(e.getMessage() + ". Nothing was sent.", e);
        }
    }

    private static Optional<PemFile> file(String option, Path path) {
        return Optional.ofNullable(path).map(it -> new PemFile(option, it));
    }
}
