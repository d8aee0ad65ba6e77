package taskgateway.receive.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskgateway.directory.Directory;
import taskgateway.profile.UseCaseRules;
import taskgateway.testkit.JmsClient;
import taskgateway.testkit.LegacyEndpoint;
import taskgateway.testkit.Records;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;
import taskgateway.token.TokenIssuer;

/** The token of a message that waited for longer than the token lives is renewed before a FHIR provider gets it. */
@Slow
class WaitedTokenTest {

    @TempDir
    private Path data;

    @Test
    void aFhirProviderGetsATokenThatLives() throws Exception {
        try (LegacyEndpoint provider = new LegacyEndpoint(0)) {
            Path file = data.resolve("directory.yaml");
            Files.writeString(file, Files.readString(Path.of("config/directory.yaml"))
                    .replace("{{simulator.base}}/A20047/DSTU2/1", provider.url()));
            RunningGateway gateway = RunningGateway.start(data, Map.of("gateway.directory", file.toString()));
            try (JmsClient client = new JmsClient(gateway)) {
                Instant anHourAgo = Instant.now().minus(Duration.ofHours(1));
                // Shortly after midnight that was yesterday.
                String task = Sender.json().replace(LocalDate.now(UseCaseRules.ZONE).toString(),
                        LocalDate.ofInstant(anHourAgo, UseCaseRules.ZONE).toString());
                var message = JmsClient.dated(task, "A20047", anHourAgo.toEpochMilli());
                Directory directory = gateway.camel().getRegistry().findSingleByType(Directory.class);
                String token = new TokenIssuer().issue(directory.consumer("200000000359").orElseThrow(),
                        directory.provider("A20047").orElseThrow().serviceRoot(), "organization/Order.write",
                        anHourAgo);
                message.setStringProperty("Authorization", "Bearer " + token);
                client.send(message);
                await().until(() -> !provider.received().isEmpty());
                JsonNode claims = claims(provider.received().get(0).headers().get("Authorization"));
                assertThat(claims.path("requested_scope").textValue()).isEqualTo("organization/Order.write");
                assertThat(claims.path("exp").longValue()).isGreaterThan(Instant.now().getEpochSecond())
                        .isEqualTo(claims.path("iat").longValue() + 300);
                await().untilAsserted(() -> assertThat(new Records(gateway).rows("select token_renewed from audit"))
                        .isNotEmpty().allMatch(row -> Boolean.TRUE.equals(row.get("token_renewed"))));
            } finally {
                gateway.stop();
            }
        }
    }

    private static JsonNode claims(String authorization) throws IOException {
        return new ObjectMapper().readTree(Base64.getUrlDecoder().decode(authorization.split("[ .]")[2]));
    }
}
