package taskgateway.receive.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import taskgateway.testkit.FakeProvider;
import taskgateway.testkit.Fuzz;
import taskgateway.testkit.Refused;
import taskgateway.testkit.Responses;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;
import taskgateway.testkit.Wire;

/**
 * Paths and proxy URLs: the gateway goes nowhere that its directory does not name (OWASP ASVS, section 1.3: server-side
 * request forgery). CANARY is a server that nobody may call, OWN the gateway itself.
 */
@ExtendWith(RunningGateway.Shared.class)
@Slow
class TargetFuzzTest {

    private static final String PATH = "/B82617/DSTU2/1/Order";

    private static final List<String> TRICKS =
            List.of("http://CANARY", "/http://CANARY", "/http:/CANARY", "/http:CANARY",
            "/HTTP://CANARY", "//CANARY", "///CANARY",
            "/http:///CANARY", "http:\\\\CANARY", "/http://OWN@CANARY", "/http://OWN%40CANARY", "/http://OWN#@CANARY",
            "/http://OWN?@CANARY", "/http://OWN\\@CANARY",
            "/http://OWN%2f@CANARY", "/http://CANARY/http://OWN", "/http://OWN/http://CANARY",
            "/http://OWN/../http://CANARY",
            "/http://OWN/%2e%2e/http://CANARY",
            "/http://a:b@CANARY", "/http://@CANARY", "/http://[::1]:CPORT", "/http://[::ffff:127.0.0.1]:CPORT",
            "/http://[::]:CPORT", "/http://2130706433:CPORT",
            "/http://0x7f000001:CPORT", "/http://0177.0.0.1:CPORT", "/http://127.1:CPORT", "/http://0:CPORT",
            "/http://localhost:CPORT", "/http://LOCALHOST.:CPORT",
            "/http://127.0.0.1%00.example:CPORT", "/http://127.0.0.1%0d%0aX-Injected:%201:CPORT",
            "/http://\u00b9\u00b2\u00b77.0.0.1:CPORT", "/https://CANARY", "/ftp://CANARY", "/file:///etc/passwd",
            "/jar:http://CANARY!/", "/ldap://CANARY", "/gopher://CANARY", "/netty-http:http://CANARY",
            "/direct:transaction",
            "/http4://CANARY", "/jms:queue:tasks.B82617",
            "/http%3A%2F%2FCANARY", "/http%253A%252F%252FCANARY", "http://CANARY:80", "http://OWN:CPORT",
            "/http://CANARY%23",
            "/http://CANARY%3F", "/ http://CANARY");

    private static final List<String> PIECES =
            List.of("%2e", "%2e%2e", "%2f", "%5c", "%00", "%zz", "%", "%2", "%252f", "%c0%ae",
            "%c0%af", "%e0%80%af", "%f0%28%8c%28", "%ff", "%u002f", "..", "/../",
            "/./", "//", "\\", ";", ";a=b", ";jsessionid=1", "?", "#", "*", "~", "^", "`", "|", "<", ">",
            "{{gateway.base}}", "${body}", "$metadata", "_history", "/1/", "\u00e9", "\u00ff", "\u0000", "\u0001",
            "\t", " ", "%0d%0a", "%0d%0aX-Injected:%201", "?Ssp-From=200000000359", "?_format=", "?_format=%zz",
            "?CamelHttpUri=http://CANARY", "?bridgeEndpoint=true&httpUri=http://CANARY",
            "DSTU2", "DSTU2/2", "A20047", "b82617", "StructureDefinition", "Order/../../metadata", "a".repeat(300));

    private final RunningGateway gateway;
    private final Siege siege;
    private final Sender sender;
    private final FakeProvider canary = new FakeProvider();

    TargetFuzzTest(RunningGateway gateway) throws IOException {
        this.gateway = gateway;
        this.siege = new Siege(gateway);
        this.sender = new Sender(gateway);
        canary.says(Responses.created("Order/1/_history/1"));
    }

    @AfterEach
    void close() throws IOException {
        canary.close();
    }

    @Test
    void urlsOfOtherHosts() throws SQLException {
        siege.batch("urls", TRICKS.size() * 2, fuzz -> {
            String trick = fuzz.one(TRICKS);
            String target = fuzz.chance(70) ? trick + PATH : trick + damaged(fuzz, PATH);
            return sent(fuzz.chance(70) ? "POST" : "GET", target);
        });
        assertThat(canary.connections()).as("nobody was called").isEmpty();
    }

    /** Each of them as it is, whatever the seed. */
    @Test
    void everyUrlOfAnotherHostIsRefused() {
        for (String trick : TRICKS) {
            try (Wire wire = new Wire(gateway)) {
                List<Wire.WireAnswer> answers = wire.trySend(request("POST", trick + PATH)).answers();
                assertThat(answers).as(trick).hasSize(1);
                assertThat(Refused.of(answers.get(0)).status()).as(trick).isIn(400, 404);
            }
        }
        assertThat(canary.connections()).as("nobody was called").isEmpty();
    }

    @Test
    void encodedAndDamagedPaths() throws SQLException {
        siege.batch("paths", fuzz -> sent(fuzz.chance(50) ? "POST" : "GET", damaged(fuzz, PATH)));
        assertThat(canary.connections()).as("nobody was called").isEmpty();
    }

    private static String damaged(Fuzz fuzz, String path) {
        String damaged = path;
        for (int i = fuzz.below(3); i >= 0; i--) {
            int at = fuzz.below(damaged.length());
            String piece = fuzz.chance(25) ? String.format("%%%02x", (int) damaged.charAt(at)) : fuzz.one(PIECES);
            damaged = damaged.substring(0, at) + piece + damaged.substring(at + fuzz.below(2));
        }
        return damaged;
    }

    private int sent(String verb, String target) {
        return siege.http(request(verb, target));
    }

    private byte[] request(String verb, String target) {
        String port = canary.address().substring(canary.address().lastIndexOf(':') + 1);
        Map<String, String> headers = sender.createHeaders("B82617");
        byte[] body = verb.equals("POST") ? Sender.json().getBytes(StandardCharsets.UTF_8) : new byte[0];
        headers.put("Content-Length", Integer.toString(body.length));
        String own = gateway.base().substring("http://".length());
        String line = verb + " " + target.replace("CANARY", "127.0.0.1:" + port).replace("CPORT", port).replace("OWN",
                own) + " HTTP/1.1";
        return Fuzz.joined(HttpFuzzTest.head(line, headers), body);
    }
}
