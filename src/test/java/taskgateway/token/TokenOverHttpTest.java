package taskgateway.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
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
 * The audit token as a caller over HTTP meets it (specification, section 4). Each claim has its tests in {@code token}.
 */
@ExtendWith(RunningGateway.Shared.class)
@Slow
public class TokenOverHttpTest {

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

    @Test
    void aSecondTokenIsNoToken() {
        Map<String, String> headers = sender.createHeaders("B82617");
        headers.put("Host", "x");
        String lines = "POST /B82617/DSTU2/1/Order HTTP/1.1\r\nauthorization: " + headers.get("Authorization");

        Wire.WireAnswer answer = Wire.exchange(gateway, Wire.request(lines, headers, Sender.json()));

        assertThat(Refused.of(answer).status()).isEqualTo(400);
        assertThat(Refused.of(answer).diagnostics()).contains("Authorization header stands more than once");
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"gpconnect\"");
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
        assertWrong(claims -> claims.put("iat", claims.get("iat").longValue() - 301)
                .put("exp", claims.get("exp").longValue() - 301),
                "Claim exp is past");
    }

    @Test
    void aTokenForAnotherProviderIsRefused() {
        assertWrong(claims -> claims.put("aud", gateway.base() + "/C83615/DSTU2/1"), "aud");
    }

    @ParameterizedTest
    @CsvSource({"padded, base64url without padding", "signed, signature", "two parts, three parts",
        "another algorithm, alg", "no JSON, JSON object"})
    void aTokenOfAnotherFormIsRefused(String form, String diagnostics) {
        Map<String, String> headers = sender.createHeaders("B82617");
        headers.computeIfPresent("Authorization", (name, good) -> switch (form) {
            case "padded" -> good.substring(0, good.length() - 1) + "=.";
            case "signed" -> good + "c2lnbmF0dXJl";
            case "two parts" -> good.substring(0, good.length() - 1);
            case "another algorithm" -> good.replaceFirst(" [^.]+", " eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9");
            default -> good.replaceFirst("\\.[^.]+\\.", ".YWJj.");
        });

        HttpResponse<String> answer = sender.create("B82617", headers, Sender.json());

        assertRefused(answer, "Bearer realm=\"gpconnect\", error=\"invalid_token\"");
        assertThat(Refused.of(answer).diagnostics()).contains(diagnostics);
    }

    @ParameterizedTest
    @ValueSource(strings =
            {"iss", "Sub", "AUD", "Iat", "EXP", "Reason_For_Request", "requested_Scope", "Requesting_device",
        "requesting_Organization", "REQUESTING_IDENTITY"})
    void aClaimInAnotherLetterCaseOrOfAnotherTypeIsRefused(String name) {
        String claim = name.toLowerCase(Locale.ROOT);
        if (!name.equals(claim)) {
            assertWrong(claims -> claims.set(name, claims.remove(claim)),
                    "Claim " + claim + " is written in another letter case");
        }
        assertWrong(claims -> claims.remove(claim), "Claim " + claim + " is missing");
        assertWrong(claims -> claims.putNull(claim), "Claim " + claim + " is null");
        assertWrong(claims -> claims.putArray(claim).add(1), "Claim " + claim + " is of the wrong JSON type");
    }

    @Test
    void bothEditionsNamesOfTheIdentityAreGood() {
        assertThat(create(claims -> claims.set("requesting_practitioner", claims.remove("requesting_identity")))
                .statusCode()).isEqualTo(201);
        assertThat(create(claims -> claims.set("requested_record", claims.get("requesting_organization"))).statusCode())
                .isEqualTo(201);
    }

    @Test
    void aTokenFromTheFutureIsRefused() {
        assertWrong(claims -> claims.put("iat", claims.get("iat").longValue() + 60)
                .put("exp", claims.get("exp").longValue() + 60),
                "Claim iat is in the future");
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
        HttpResponse<String> answer =
                create(claims -> ((ObjectNode) claims.get("requesting_device")).put("foo", "bar"));

        assertThat(Refused.of(answer).status()).isEqualTo(422);
        assertThat(Refused.of(answer).issues()).containsExactly("INVALID_RESOURCE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/B82617/DSTU2/1", "/B82617/DSTU2", "/B82617/DSTU2/1/Order"})
    void theAudienceIsTheServiceRootInAnyFormOfIt(String path) {
        assertThat(create(claims -> claims.put("aud", gateway.base() + path)).statusCode()).isEqualTo(201);
        assertThat(create(claims -> claims.put("aud", gateway.base() + "/" + gateway.base() + path)).statusCode())
                .isEqualTo(201);
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
        headers.computeIfPresent("Authorization",
                (name, good) -> "Bearer " + spoilt(good.substring("Bearer ".length()), spoil));
        return sender.create("B82617", headers, Sender.json());
    }

    /** The token with its claims changed. */
    public static String spoilt(String token, Consumer<ObjectNode> spoil) {
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
