package taskgateway.deliver.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.testkit.Refused;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;
import taskgateway.testkit.Wire;

/**
 * The provider's whole URL as the path of the gateway's, or as the request target (specification, section 2). PORT
 * stands for the gateway's own.
 */
@ExtendWith(RunningGateway.Shared.class)
@Slow
class ForwardProxyTest {

    private final RunningGateway gateway;
    private final Sender sender;
    private final String port;

    ForwardProxyTest(RunningGateway gateway) {
        this.gateway = gateway;
        this.sender = new Sender(gateway);
        this.port = gateway.setting("gateway.http.port");
    }

    @ParameterizedTest
    @CsvSource({
        "/http://127.0.0.1:PORT/B82617/DSTU2/1/Order,  127.0.0.1:PORT, http://127.0.0.1:PORT/B82617/DSTU2/1",
        "/http:/127.0.0.1:PORT/B82617/DSTU2/1/Order,   127.0.0.1:PORT, http://127.0.0.1:PORT/B82617/DSTU2/1",
        "/HTTP://127.0.0.1:PORT/B82617/DSTU2/Order/,   proxy.example,  http://127.0.0.1:PORT/B82617/DSTU2",
        "http://127.0.0.1:PORT/B82617/DSTU2/1/Order,   other.example,  http://127.0.0.1:PORT/B82617/DSTU2/1",
        "http://LocalHost:PORT/B82617/DSTU2/1/Order,   other.example,  http://localhost:PORT/B82617/DSTU2/1",
        "/http%3A%2F%2F127.0.0.1%3APORT%2FB82617%2FDSTU2%2F1%2FOrder, proxy.example,"
        + " http://127.0.0.1:PORT/B82617/DSTU2/1",
        "/http%3a%2f%2f127.0.0.1%3aPORT%2fB82617%2fDSTU2%2f1/Order, proxy.example,"
        + " http://127.0.0.1:PORT/B82617/DSTU2/1",
        "/HTTP%3a/127.0.0.1:PORT/B82617/DSTU2/Order%2F, proxy.example,  http://127.0.0.1:PORT/B82617/DSTU2",
        "/http%3A//127.0.0.1:PORT/B82617/DSTU2/1/Order, proxy.example, http://127.0.0.1:PORT/B82617/DSTU2/1",
        "/http://127.0.0.1%3APORT/B82617/DSTU2/1/Order, proxy.example, http://127.0.0.1:PORT/B82617/DSTU2/1",
        "/B8261%37/DSTU2/1/%4frder,                    127.0.0.1:PORT, http://127.0.0.1:PORT/B82617/DSTU2/1",
        "/B82617/DSTU2/1/Order,                        localhost:PORT, http://localhost:PORT/B82617/DSTU2/1",
        "/B82617/DSTU2/1/Order,                        LOCALHOST:PORT, http://localhost:PORT/B82617/DSTU2/1",
        "/B82617/DSTU2/1/Order,                        evil.example,   http://127.0.0.1:PORT/B82617/DSTU2/1",
    })
    void answersUnderTheRootThatTheCallerUsed(String target, String host, String root) {
        Wire.WireAnswer answer = create(target, host);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Location")).startsWith(own(root) + "/Order/")
                .isEqualTo(answer.header("Content-Location"));
        assertThat(answer.text()).contains("\"" + own(root) + "/Patient/1\"", "\"" + own(root) + "/Organization/2\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "/https://127.0.0.1:PORT/B82617/DSTU2/1/Order",
        "https://127.0.0.1:PORT/B82617/DSTU2/1/Order",
        "/http://127.0.0.1/B82617/DSTU2/1/Order",
        "/http://127.0.0.1:1/B82617/DSTU2/1/Order",
        "/http://evil.example/B82617/DSTU2/1/Order",
        "http://evil.example/B82617/DSTU2/1/Order",
        "/http://127.0.0.1:PORT@evil.example/B82617/DSTU2/1/Order",
        "/http://user@127.0.0.1:PORT/B82617/DSTU2/1/Order",
        "/http://127.0.0.1.:PORT/B82617/DSTU2/1/Order",
        "/http://127.0.0.1:PORT.evil.example/B82617/DSTU2/1/Order",
        "http://[::1]:PORT/B82617/DSTU2/1/Order",
        "/http%3A%2F%2Fevil.example%2FB82617%2FDSTU2%2F1%2FOrder",
        "/http%3A%2F%2F127.0.0.1%3APORT%40evil.example%2FB82617/DSTU2/1/Order",
        "/http%3A%2F%2F127.0.0.1%00%3APORT%2FB82617/DSTU2/1/Order",
        "/http%3A%2F%2F%FF%2FB82617/DSTU2/1/Order",
    })
    void isNoOpenProxy(String target) {
        Refused refused = Refused.of(create(target, "127.0.0.1:PORT"));

        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.issues()).containsExactly("ORGANISATION_NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "/http://127.0.0.1:PORT",
        "/http://127.0.0.1:PORT/",
        "/http://127.0.0.1:PORT/../B82617/DSTU2/1/Order",
        "/http://127.0.0.1:PORT/http://127.0.0.1:PORT/B82617/DSTU2/1/Order",
        "/ftp://127.0.0.1:PORT/B82617/DSTU2/1/Order",
        "/http:///127.0.0.1:PORT/B82617/DSTU2/1/Order",
        "//127.0.0.1:PORT/B82617/DSTU2/1/Order",
        "/http%253A%252F%252F127.0.0.1%253APORT%252FB82617%252FDSTU2%252F1%252FOrder",
        "/http%3A%2F%2F127.0.0.1%3APORT%2F%2E%2E%2FB82617%2FDSTU2%2F1%2FOrder",
        "/B82617%2FDSTU2%2F1%2FOrder",
    })
    void findsNothingUnderOtherPaths(String target) {
        Refused refused = Refused.of(create(target, "127.0.0.1:PORT"));

        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.issues()).containsExactly("NO_RECORD_FOUND");
    }

    /** The query of a URL that is encoded whole, and that behind it, are one. */
    @ParameterizedTest
    @ValueSource(strings = {"/http%3A%2F%2F127.0.0.1%3APORT%2FB82617%2FDSTU2%2F1%2FOrder%3F_format%3Dxml",
        "/http%3A%2F%2F127.0.0.1%3APORT%2FB82617%2FDSTU2%2F1%2FOrder?_format=xml"})
    void readsTheQueryOfAnEncodedUrl(String target) {
        Wire.WireAnswer answer = create(target, "127.0.0.1:PORT");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Content-Type")).startsWith("application/xml+fhir");
    }

    /** In a tunnel it could check nothing. */
    @Test
    void makesNoTunnel() {
        Refused refused = Refused.of(
                Wire.exchange(gateway, "CONNECT surgery.example:443 HTTP/1.1\r\nHost: surgery.example:443\r\n\r\n"));

        assertThat(refused.status()).isEqualTo(405);
        assertThat(refused.issues()).containsExactly("BAD_REQUEST");
        assertThat(refused.diagnostics()).contains("makes no tunnels", "the provider's whole URL as the path");
    }

    private Wire.WireAnswer create(String target, String host) {
        Map<String, String> headers = sender.createHeaders("B82617");
        headers.put("Host", own(host));
        return Wire.exchange(gateway, Wire.request("POST " + own(target) + " HTTP/1.1", headers, Sender.json()));
    }

    private String own(String text) {
        return text.replace("PORT", port);
    }
}
