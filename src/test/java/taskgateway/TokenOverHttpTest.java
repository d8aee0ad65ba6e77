package taskgateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The audit token as a caller over HTTP meets it (specification, section 4). Each claim has its tests in {@code token}. */
@ExtendWith(RunningGateway.Shared.class)
class TokenOverHttpTest {

    private final RunningGateway gateway;
    private final Sender sender;

    TokenOverHttpTest(RunningGateway gateway) {
        this.gateway = gateway;
        this.sender = new Sender(gateway);
    }

    @Test
    void aRequestWithoutATokenIsChallenged() {
        Map<String, String> headers = sender.createHeaders("B82617");
        headers.remove("Authorization");

        assertRefused(sender.create("B82617", headers, Sender.json()), "Bearer realm=\"gpconnect\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic YTpi", "Bearer", "Bearer ", "Token x"})
    void anotherSchemeIsNoToken(String authorization) {
        Map<String, String> headers = sender.createHeaders("B82617");
        headers.put("Authorization", authorization);

        assertRefused(sender.create("B82617", headers, Sender.json()), "Bearer realm=\"gpconnect\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bearer", "BEARER"})
    void theSchemeIsKnownInAnyCase(String scheme) {
        Map<String, String> headers = sender.createHeaders("B82617");
        headers.computeIfPresent("Authorization", (name, good) -> good.replace("Bearer", scheme));

        assertThat(sender.create("B82617", headers, Sender.json()).statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(longs = {299, 301})
    void aTokenLivesThreeHundredSecondsExactly(long life) {
        assertWrong(claims -> claims.put("exp", claims.get("iat").longValue() + life), "exp");
    }

    @Test
    void anExpiredTokenIsRefused() {
        assertWrong(claims -> claims.put("iat", claims.get("iat").longValue() - 301).put("exp", claims.get("exp").longValue() - 301),
                "Claim exp is past");
    }

    @Test
    void aTokenForAnotherProviderIsRefused() {
        assertWrong(claims -> claims.put("aud", gateway.base() + "/C83615/DSTU2/1"), "aud");
    }

    @Test
    void aTokenThatOnlyReadsSendsNothing() {
        assertWrong(claims -> claims.put("requested_scope", "organization/*.read"), "requested_scope");
    }

    @Test
    void allFaultsOfATokenAreToldTogether() {
        Refused refused = Refused.of(create(claims -> claims.put("iss", "").put("aud", "x").put("requested_scope", 1)));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.issues()).containsExactly("BAD_REQUEST", "BAD_REQUEST", "BAD_REQUEST");
    }

    @Test
    void aClaimThatIsNoValidResourceIsUnprocessable() {
        HttpResponse<String> answer = create(claims -> ((ObjectNode) claims.get("requesting_device")).put("foo", "bar"));

        assertThat(Refused.of(answer).status()).isEqualTo(422);
        assertThat(Refused.of(answer).issues()).containsExactly("INVALID_RESOURCE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/B82617/DSTU2/1", "/B82617/DSTU2", "/B82617/DSTU2/1/Order"})
    void theAudienceIsTheServiceRootInAnyFormOfIt(String path) {
        assertThat(create(claims -> claims.put("aud", gateway.base() + path)).statusCode()).isEqualTo(201);
        assertThat(create(claims -> claims.put("aud", gateway.base() + "/" + gateway.base() + path)).statusCode()).isEqualTo(201);
    }

    private void assertWrong(Consumer<ObjectNode> spoil, String diagnostics) {
        HttpResponse<String> answer = create(spoil);
        assertRefused(answer, "Bearer realm=\"gpconnect\", error=\"invalid_token\"");
        assertThat(Refused.of(answer).diagnostics()).contains(diagnostics);
    }

    private static void assertRefused(HttpResponse<String> answer, String challenge) {
        assertThat(Refused.of(answer).status()).isEqualTo(400);
        assertThat(Refused.of(answer).issues()).containsExactly("BAD_REQUEST");
        assertThat(answer.headers().allValues("WWW-Authenticate")).containsExactly(challenge);
    }

    private HttpResponse<String> create(Consumer<ObjectNode> spoil) {
        Map<String, String> headers = sender.createHeaders("B82617");
        headers.computeIfPresent("Authorization", (name, good) -> "Bearer " + spoilt(good.substring("Bearer ".length()), spoil));
        return sender.create("B82617", headers, Sender.json());
    }

    /** The token with its claims changed. */
    static String spoilt(String token, Consumer<ObjectNode> spoil) {
        try {
            String[] parts = token.split("\\.");
            ObjectNode claims = (ObjectNode) new ObjectMapper().readTree(Base64.getUrlDecoder().decode(parts[1]));
            spoil.accept(claims);
            byte[] json = new ObjectMapper().writeValueAsBytes(claims);
            return parts[0] + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(json) + ".";
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
