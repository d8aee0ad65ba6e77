package taskgateway.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import taskgateway.directory.Consumer;
import taskgateway.directory.Directory;
import taskgateway.directory.ServiceRoot;
import taskgateway.request.Interaction;

class TokenIssuerTest {

    private static final ServiceRoot ROOT = ServiceRoot.of(GoodToken.ROOT);
    private static final Instant LATER = GoodToken.NOW.plusSeconds(3600);

    private final TokenIssuer issuer = new TokenIssuer();

    @Test
    void makesATokenForTheDirectorysConsumerThatPassesItsOwnCheck() throws IOException {
        String token = issuer.issue(consumer(), ROOT, TokenIssuer.WRITE, GoodToken.NOW);
        Caller caller = GoodToken.checkToken(token);
        assertThat(caller.issuer()).isEqualTo("https://consumer.gp-super-clinic.example/fhir");
        assertThat(caller.userId()).isEqualTo("999000000017");
        assertThat(caller.userName()).isEqualTo("Dr Claire Jones");
        assertThat(caller.role()).isEqualTo("R0260");
        assertThat(caller.organisation()).isEqualTo("GPC001");
        assertThat(caller.device()).isEqualTo("Super Clinic Desktop 5.2 gpsc-ws-014");
    }

    @Test
    void reissuesAnAgedTokenWithTheSameClaimsAndANewTime() {
        ObjectNode before = GoodToken.claims().put("extra", "kept");
        String token = issuer.reissue(GoodToken.encode(GoodToken.HEADER, before.toString()), LATER);
        assertThat(claims(token)).hasToString(before.deepCopy()
                .put("iat", LATER.getEpochSecond())
                .put("exp", LATER.getEpochSecond() + 300)
                .toString());
        assertThat(new AuditTokens().check(List.of("Bearer " + token),
                Expectation.of(List.of(ROOT), LATER, Interaction.CREATE_ORDER)).subject()).isEqualTo("G1357");
    }

    @Test
    void reissuesNothingThatIsNoToken() {
        assertThatThrownBy(() -> issuer.reissue("x.y.", LATER)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Consumer consumer() throws IOException {
        String yaml = Files.readString(Path.of("config/directory.yaml")).replaceAll("\\{\\{.*?}}", "http://localhost");
        return Directory.parse(yaml).consumer("200000000359").orElseThrow();
    }

    private static ObjectNode claims(String token) {
        return GoodToken.json(new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8));
    }
}
