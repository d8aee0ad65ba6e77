package taskgateway.deliver.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import taskgateway.testkit.Authority;
import taskgateway.testkit.FakeProvider;
import taskgateway.testkit.Peer;
import taskgateway.testkit.Refused;
import taskgateway.testkit.Responses;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;
import taskgateway.testkit.TlsGateway;

/**
 * A gateway behind one Spine Security Proxy and before another: the one that calls it is known by its name, and through
 * the other it calls FHIR providers (specification, sections 2 and 10).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Slow
class SecurityProxyTest {

    private final Authority authority = new Authority("Test authority");
    private FakeProvider proxy;
    private TlsGateway tls;
    private Sender sender;

    @BeforeAll
    void start() throws Exception {
        proxy = FakeProvider.over(Peer.context(authority, authority.issue(Authority.server())));
        tls = new TlsGateway(authority, Map.of("gateway.tls.callers", "SSP.example, ssp2.example",
                "gateway.deliver.ssp", "https://localhost:" + proxy.port() + "/"));
        sender = tls.sender(authority.issue(Authority.client("ssp.example")));
    }

    @AfterAll
    void stop() throws IOException {
        tls.close();
        proxy.close();
    }

    @Test
    void putsTheProvidersWholeUrlBehindTheProxys() throws IOException {
        proxy.does((request, caller) -> caller.getOutputStream()
                .write(Responses.created(request, "t1").getBytes(StandardCharsets.UTF_8)));

        HttpResponse<String> answer = sender.create("A20047", sender.createHeaders("A20047"), Sender.json());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Location"))
                .hasValue(tls.gateway.base() + "/A20047/DSTU2/1/Order/t1/_history/1");
        FakeProvider.Received received = proxy.received().get(0);
        assertThat(received.line()).isEqualTo("POST /" + tls.gateway.simulator() + "/A20047/DSTU2/1/Order HTTP/1.1");
        assertThat(received.one("Host")).isEqualTo("localhost:" + proxy.port());
        SSLSocket connection = (SSLSocket) proxy.connections().get(0);
        assertThat((X509Certificate) connection.getSession().getPeerCertificates()[0]).isEqualTo(tls.rsa.certificate());
    }

    @Test
    void readsThroughTheProxyToo() {
        proxy.says(Responses.response(404, Responses.JSON,
                Responses.outcome(Responses.issue("not-found", "NO_RECORD_FOUND", "None"))));

        HttpResponse<String> answer =
                sender.send("GET", "/A20047/DSTU2/1/Order/t9", sender.readHeaders("A20047"), null);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(proxy.received().get(0).line())
                .isEqualTo("GET /" + tls.gateway.simulator() + "/A20047/DSTU2/1/Order/t9 HTTP/1.1");
    }

    @Test
    void takesNothingFromAConsumerThatPassesTheProxyBy() {
        Sender consumer = tls.sender(tls.consumer);

        Refused refused = Refused.of(consumer.create("B82617", consumer.createHeaders("B82617"), Sender.json()));

        assertThat(refused.status()).isEqualTo(495);
        assertThat(refused.diagnostics()).contains("does not name the Spine Security Proxy");
    }
}
