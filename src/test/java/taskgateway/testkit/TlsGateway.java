package taskgateway.testkit;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;

/**
 * A whole gateway whose FHIR port speaks mutual TLS, in proxy mode unless a setting says otherwise, and its authority.
 */
public final class TlsGateway implements AutoCloseable {

    /** The FQDN registered with the demo's consumer. */
    public static final String CONSUMER = "consumer.gp-super-clinic.example";

    public final Authority authority;
    public final Authority.Issued rsa;
    public final Authority.Issued consumer;
    public final Authority.Issued revoked;
    public final Path folder = Files.createTempDirectory("tls");
    public final RunningGateway gateway;

    public TlsGateway(Authority authority, Map<String, String> other) throws Exception {
        this.authority = authority;
        this.rsa = authority.issue(Authority.server().by("RSA").bothWays());
        this.consumer = authority.issue(Authority.client(CONSUMER));
        this.revoked = authority.issue(Authority.client(CONSUMER));
        write(rsa);
        write("ca", authority.own.pem());
        write("crl", authority.revoking(revoked));
        String port = RunningGateway.freePort();
        String directory = Files.readString(Path.of("src/test/resources/directory.yaml"))
                .replaceFirst("sendsTo: \\[A20047, B8", "fqdn: Consumer.GP-Super-Clinic.example\n    $0");
        Map<String, String> settings = new LinkedHashMap<>(Map.of(
                "gateway.http.port", port, "gateway.base", "https://localhost:" + port,
                "gateway.names", "https://127.0.0.1:" + port,
                "gateway.directory", write("directory", directory).toString(), "gateway.tls.reload-seconds", "1",
                "gateway.tls.certificate", path("gateway"), "gateway.tls.key", path("key"),
                "gateway.tls.ca", path("ca"), "gateway.tls.crl", path("crl")));
        settings.putAll(other);
        gateway = RunningGateway.start(Files.createTempDirectory("task-gateway"), settings);
    }

    /** Puts a certificate and its key where the gateway has its own. */
    public void write(Authority.Issued certificate) throws IOException {
        write("gateway", certificate.pem());
        write("key", certificate.keyPem());
    }

    public Path write(String name, String pem) throws IOException {
        return Files.writeString(Path.of(path(name)), pem);
    }

    public String path(String name) {
        return folder.resolve(name).toString();
    }

    public int port() {
        return Integer.parseInt(gateway.setting("gateway.http.port"));
    }

    /** TLS of a caller that shows this certificate; null shows none. */
    public SSLContext context(Authority.Issued shown) {
        return Peer.context(authority, shown);
    }

    /** The demo's consumer, on connections of its own, with this certificate; null shows none. */
    public Sender sender(Authority.Issued shown) {
        return sender(shown, "200000000359");
    }

    public Sender sender(Authority.Issued shown, String asid) {
        return new Sender(gateway, asid).over(
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(context(shown)).build());
    }

    @Override
    public void close() throws IOException {
        gateway.close();
        try (var files = Files.list(folder)) {
            files.forEach(file -> file.toFile().delete());
        }
        Files.delete(folder);
    }
}
