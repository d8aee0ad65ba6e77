package taskgateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import taskgateway.testkit.Authority;
import taskgateway.testkit.Peer;
import taskgateway.testkit.Refused;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;
import taskgateway.testkit.TlsGateway;

/**
 * A gateway starts with its own certificate expired, one authority's revocation list late, and another authority out of
 * date: it refuses the callers that it must, and serves all others (specification, section 10).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Slow
class OutOfDateTlsTest {

    private final Instant past = Instant.now().minusSeconds(3600);
    private final Authority late = new Authority("Late list");
    private final Authority ended = new Authority("Ended");
    private final Authority good = new Authority("Good");
    private TlsGateway tls;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        Duration day = Duration.ofDays(1);
        Authority.Issued expired = good.issue(Authority.server().bothWays().valid(past.minus(day), past));
        Authority endedSince = ended.again(past.minus(day), past);
        tls = new TlsGateway(good, Map.of(
                "gateway.tls.certificate", write(folder, "certificate", expired.pem()),
                "gateway.tls.key", write(folder, "own-key", expired.keyPem()),
                "gateway.tls.ca", write(folder, "authorities", late.own.pem() + endedSince.own.pem() + good.own.pem()),
                "gateway.tls.crl", write(folder, "lists", late.revoking(past) + ended.revoking() + good.revoking())));
    }

    private static String write(Path folder, String name, String pem) throws IOException {
        return Files.writeString(folder.resolve(name), pem).toString();
    }

    @AfterAll
    void stop() throws IOException {
        tls.close();
    }

    @Test
    void servesCallersOfTheAuthorityThatIsInOrder() throws Exception {
        assertThat(create(good).statusCode()).isEqualTo(201);
    }

    @Test
    void refusesCallersOfTheAuthorityWhoseListIsLate() throws Exception {
        Refused refused = Refused.of(create(late));
        assertThat(refused.status()).isEqualTo(495);
        assertThat(refused.diagnostics()).contains("holds no revocation list of its authority that is in date");
    }

    @Test
    void refusesCallersOfTheAuthorityThatIsOutOfDate() throws Exception {
        Refused refused = Refused.of(create(ended));
        assertThat(refused.status()).isEqualTo(495);
        assertThat(refused.diagnostics()).contains("The authority that issued the client certificate is out of date");
    }

    @Test
    void isRefusedByCallersThatLookAtItsCertificate() {
        Sender careful = tls.sender(good.issue(Authority.client(TlsGateway.CONSUMER)));
        assertThatThrownBy(() -> careful.create("B82617", careful.createHeaders("B82617"), Sender.json()))
                .hasRootCauseInstanceOf(java.security.cert.CertificateExpiredException.class)
                .hasCauseInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void isHealthyAndShowsItToWhoeverWatches() throws Exception {
        assertThat(ask("/observe/health").statusCode()).isEqualTo(200);
        assertThat(ask("/observe/metrics").body().lines()
                .filter(line -> line.startsWith("taskgateway_tls_expires_seconds{")))
                .anySatisfy(line -> {
                    assertThat(line).contains("setting=\"gateway.tls.certificate\"");
                    assertThat(Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                            .isEqualTo(past.getEpochSecond());
                })
                .anySatisfy(line -> assertThat(line).contains("setting=\"gateway.tls.crl\""));
    }

    private HttpResponse<String> create(Authority authority) throws GeneralSecurityException {
        SSLContext careless = SSLContext.getInstance("TLS");
        careless.init(new KeyManager[] {Peer.showing(authority.issue(Authority.client(TlsGateway.CONSUMER)))},
                new TrustManager[] {new Careless()}, null);
        Sender sender = new Sender(tls.gateway, "200000000359").over(
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(careless).build());
        return sender.create("B82617", sender.createHeaders("B82617"), Sender.json());
    }

    private HttpResponse<String> ask(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + tls.gateway.setting("gateway.management.port") + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** A caller that goes on although the gateway's certificate has expired. */
    private static final class Careless extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
