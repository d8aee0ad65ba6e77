package taskgateway.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static taskgateway.token.GoodToken.HEADER;
import static taskgateway.token.GoodToken.base64url;
import static taskgateway.token.GoodToken.encode;
import static taskgateway.token.GoodToken.expectation;
import static taskgateway.token.GoodToken.faults;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.request.Interaction;
import taskgateway.rules.Refusal;

/** The Authorization header, and the token's outer form. */
class AuditTokensTest {

    private static final String CLAIMS = GoodToken.claims().toString();
    private static final String TOKEN = encode(HEADER, CLAIMS);

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ", "bearer ", "BEARER ", "bEaReR   "})
    void acceptsBearerInAnyCase(String scheme) {
        assertThat(check(List.of(scheme + TOKEN))).isNotNull();
    }

    @Test
    void refusesARequestWithoutExactlyOneToken() {
        assertThat(faultsOf(List.of())).containsExactly(
                "400 BAD_REQUEST The Authorization header is missing: send Bearer and a token.");
        assertThat(faultsOf(List.of("Bearer " + TOKEN, "Bearer " + TOKEN))).containsExactly(
                "400 BAD_REQUEST The Authorization header stands more than once: send it once.");
        for (String value
                : List.of("", "Bearer", "Bearer ", TOKEN, "Basic " + TOKEN, "Bearer\n" + TOKEN, "BearerX " + TOKEN)) {
            assertThat(faultsOf(List.of(value))).as(value).containsExactly(
                    "400 BAD_REQUEST The Authorization header must hold Bearer, a space and a token.");
        }
    }

    @Test
    void refusesATokenThatHasNotThreePartsTheLastEmpty() {
        String two = TOKEN.substring(0, TOKEN.length() - 1);
        refuses(two, "The token must have three parts");
        refuses(TOKEN + ".", "The token must have three parts");
        refuses("x", "The token must have three parts");
        refuses(TOKEN + "c2lnbmF0dXJl", "The token's third part, the signature, must be empty");
        refuses(TOKEN + " x", "The token's third part, the signature, must be empty");
    }

    @Test
    void refusesWhatIsNotBase64UrlWithoutPadding() {
        String fault = "The token's claims must be base64url without padding.";
        byte[] toBePadded = (CLAIMS.length() % 3 == 0 ? CLAIMS + " " : CLAIMS).getBytes(StandardCharsets.UTF_8);
        refuses(base64url(HEADER) + "." + Base64.getUrlEncoder().encodeToString(toBePadded) + ".", fault);
        refuses(base64url(HEADER) + "." + base64url(CLAIMS) + "+.", fault);
        refuses(base64url(HEADER) + "." + base64url(CLAIMS) + "/.", fault);
        refuses(base64url(HEADER) + ".A.", fault);
        refuses(base64url(HEADER) + "." + CLAIMS.replace(".", "") + ".", fault);
        refuses("%%%." + base64url(CLAIMS) + ".", "The token's header must be base64url without padding.");
    }

    @Test
    void refusesWhatIsNotUtf8() {
        byte[] latin1 = "{\"iss\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1);
        String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(latin1);
        refuses(base64url(HEADER) + "." + encoded + ".", "The token's claims must be UTF-8.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{}}", "{\"a\":1} {}", "{\"a\":NaN}", "{'a':1}", "{\"a\":1,}", "{\"a\":1,\"a\":1}",
        "{\"b\":{\"a\":1,\"a\":1}}", "\u0000", "\uFEFF{}", "<Order/>", "{\"a\":01}"})
    void refusesClaimsThatAreNotOneJsonObjectWithoutDuplicates(String claims) {
        refuses(encode(HEADER, claims), "The token's claims must be one well-formed JSON object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "1", "\"text\"", "true"})
    void refusesClaimsThatAreNoObject(String claims) {
        refuses(encode(HEADER, claims), "The token's claims must be a JSON object.");
    }

    @Test
    void refusesDeepNestingHugeNumbersAndEndlessNamesCleanly() {
        String fault = "The token's claims must be one well-formed JSON object";
        refuses(encode(HEADER, "{\"a\":" + "[".repeat(40_000) + "]".repeat(40_000) + "}"), fault);
        refuses(encode(HEADER, "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000)), fault);
        refuses(encode(HEADER, "{\"a\":" + "9".repeat(50_000) + "}"), fault);
        refuses(encode(HEADER, "{\"" + "n".repeat(60_000) + "\":1}"), fault);
    }

    @Test
    void acceptsATokenOf100KilobytesAndRefusesALongerThanTheLimit() {
        String filler = "x".repeat(70_000);
        assertThat(GoodToken.check(claims -> claims.put("filler", filler)).token()).hasSizeGreaterThan(94_000);
        refuses(encode(HEADER, "{\"a\":\"" + "x".repeat(100_000) + "\"}"),
                "The token is longer than 131072 characters.");
    }

    @ParameterizedTest
    @ValueSource(strings =
            {"{\"alg\":\"HS256\",\"typ\":\"JWT\"}", "{\"alg\":\"None\"}", "{\"typ\":\"JWT\"}", "{\"alg\":null}",
        "{\"alg\":[\"none\"]}", "{}"})
    void refusesAnotherAlgorithmThanNone(String header) {
        refuses(encode(header, CLAIMS), "The token's header must say \"alg\":\"none\".");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"alg\":\"none\",\"typ\":\"JWE\"}", "{\"alg\":\"none\",\"typ\":null}",
        "{\"alg\":\"none\",\"typ\":1}"})
    void refusesAnotherTypeThanJwt(String header) {
        refuses(encode(header, CLAIMS), "The token's header must say \"typ\":\"JWT\", or leave typ out.");
    }

    @Test
    void acceptsAHeaderWithoutTypeAndWithOtherParameters() {
        assertThat(GoodToken.checkToken(encode("{\"alg\":\"none\",\"kid\":\"1\"}", CLAIMS))).isNotNull();
    }

    @Test
    void reportsFaultsOfHeaderAndClaimsTogether() {
        assertThat(faultsOf(
                List.of("Bearer " + encode("{\"alg\":\"RS256\"}", CLAIMS.replace("\"iss\"", "\"Iss\"")) + "sig")))
                .hasSize(3);
    }

    @Test
    void judgesTheScopeByTheInteraction() {
        assertThat(faults(catchThrowableOfType(Refusal.class, () -> new AuditTokens()
                .check(List.of("Bearer " + TOKEN), expectation(Interaction.READ_METADATA)))))
                .singleElement().asString().contains("organization/*.read or organization/*.*");
    }

    private static Caller check(List<String> authorization) {
        return new AuditTokens().check(authorization, expectation(Interaction.CREATE_ORDER));
    }

    private static List<String> faultsOf(List<String> authorization) {
        return faults(catchThrowableOfType(Refusal.class, () -> check(authorization)));
    }

    private static void refuses(String token, String fault) {
        assertThat(faultsOf(List.of("Bearer " + token))).singleElement().asString()
                .startsWith("400 BAD_REQUEST " + fault);
    }
}
