package taskgateway.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskgateway.testkit.Refused;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/**
 * What of the token can be configured: the leeway for a sender's clock, and further audiences (specification, section
 * 4).
 */
@Slow
class TokenSettingsTest {

    @TempDir
    private static Path data;

    private static RunningGateway gateway;
    private static Sender sender;

    @BeforeAll
    static void start() throws Exception {
        gateway = RunningGateway.start(data, Map.of("gateway.token.leeway-seconds", "120",
                "gateway.token.audiences", "https://audience.example/token,urn:a"));
        sender = new Sender(gateway);
    }

    @AfterAll
    static void stop() {
        gateway.stop();
    }

    @Test
    void aSendersClockMayBeAsFarAheadAsTheSettingSays() {
        assertThat(metadata(ahead(100)).statusCode()).isEqualTo(200);
        assertThat(Refused.of(metadata(ahead(180))).diagnostics()).contains("Claim iat is in the future");
    }

    @Test
    void theListOfAudiencesIsTheSettings() {
        assertThat(metadata(claims -> claims.put("aud", "https://audience.example/token")).statusCode()).isEqualTo(200);
        assertThat(metadata(claims -> claims.put("aud", "urn:a")).statusCode()).isEqualTo(200);
        assertThat(Refused.of(metadata(claims -> claims.put("aud", "https://authorize.fhir.nhs.net/token")))
                .diagnostics()).contains("Claim aud names another audience");
    }

    private static Consumer<ObjectNode> ahead(long seconds) {
        return claims -> claims.put("iat", claims.get("iat").longValue() + seconds)
                .put("exp", claims.get("exp").longValue() + seconds);
    }

    private static HttpResponse<String> metadata(Consumer<ObjectNode> spoil) {
        Map<String, String> headers = sender.metadataHeaders("B82617");
        headers.computeIfPresent("Authorization", (name, good) ->
                "Bearer " + TokenOverHttpTest.spoilt(good.substring("Bearer ".length()), spoil));
        return sender.send("GET", "/B82617/DSTU2/1/metadata", headers, null);
    }
}
