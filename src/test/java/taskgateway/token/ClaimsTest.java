package taskgateway.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static taskgateway.token.GoodToken.check;
import static taskgateway.token.GoodToken.faults;
import static taskgateway.token.GoodToken.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.rules.Refusal;

/** One field of a good token spoiled, one fault expected. */
class ClaimsTest {

    @Test
    void readsWhoCallsFromAGoodToken() {
        Caller caller = check(claims -> { });
        assertThat(caller.issuer()).isEqualTo("https://consumer.example/fhir");
        assertThat(caller.subject()).isEqualTo("G1357");
        assertThat(caller.userId()).isEqualTo("111222333444");
        assertThat(caller.userName()).isEqualTo("Dr Ada May Burton");
        assertThat(caller.role()).isEqualTo("R0260");
        assertThat(caller.organisation()).isEqualTo("GPC001");
        assertThat(caller.device()).isEqualTo("Hub 1.1 ws-7");
        assertThat(caller.reason()).isEqualTo("directcare");
        assertThat(caller.scope()).isEqualTo("organization/*.write");
        assertThat(caller.requestedRecord()).isNull();
        assertThat(caller.token()).isEqualTo(GoodToken.encode(GoodToken.HEADER, GoodToken.claims().toString()));
    }

    @Test
    void aCallerDoesNotPrintItsTokenOrNames() {
        assertThat(check(claims -> { }).toString()).contains("111222333444").doesNotContain("Burton", "eyJ");
    }

    @ParameterizedTest
    @ValueSource(strings =
            {"iss", "sub", "aud", "iat", "exp", "reason_for_request", "requested_scope", "requesting_device",
        "requesting_organization", "requesting_identity"})
    void refusesAClaimThatIsMissingNullOrMistyped(String name) {
        refuses(claims -> claims.remove(name), "400 BAD_REQUEST Claim " + name + " is missing: it must be ");
        refuses(claims -> claims.putNull(name), "400 BAD_REQUEST Claim " + name + " is null: it must be ");
        refuses(claims -> claims.putArray(name).add("x"),
                "400 BAD_REQUEST Claim " + name + " is of the wrong JSON type");
        refuses(claims -> claims.put(name, true), "400 BAD_REQUEST Claim " + name + " is of the wrong JSON type");
        refuses(claims -> claims.put(name, 1.5), "400 BAD_REQUEST Claim " + name + " is of the wrong JSON type");
        refuses(claims -> claims.set(capitalised(name), claims.remove(name)),
                "400 BAD_REQUEST Claim " + name + " is written in another letter case");
    }

    @ParameterizedTest
    @ValueSource(strings = {"iss", "sub", "aud", "reason_for_request", "requested_scope"})
    void refusesAnEmptyText(String name) {
        refuses(claims -> claims.put(name, ""), "400 BAD_REQUEST Claim " + name + " is empty");
        refuses(claims -> claims.put(name, " \t"), "400 BAD_REQUEST Claim " + name + " is empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"requesting_device", "requesting_organization", "requesting_identity"})
    void refusesAnEmptyObject(String name) {
        refuses(claims -> claims.putObject(name), "400 BAD_REQUEST Claim " + name + " is empty");
        refuses(claims -> claims.put(name, "Device"), "400 BAD_REQUEST Claim " + name + " is of the wrong JSON type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"iat", "exp"})
    void refusesATimeThatIsNoWholeNumber(String name) {
        refuses(claims -> claims.put(name, "1517391000"),
                "400 BAD_REQUEST Claim " + name + " is of the wrong JSON type");
        refuses(claims -> claims.put(name, 1517391000.0),
                "400 BAD_REQUEST Claim " + name + " is of the wrong JSON type");
        refuses(claims -> claims.put(name, Long.MAX_VALUE), "400 BAD_REQUEST Claim " + name + " is out of range");
        refuses(claims -> claims.put(name, -1), "400 BAD_REQUEST Claim " + name + " is out of range");
        refuses(claims -> claims.put(name, BigInteger.TEN.pow(300)),
                "400 BAD_REQUEST Claim " + name + " is out of range");
    }

    @ParameterizedTest
    @CsvSource({
        "1517391005, accepted", "1517391006, Claim iat is in the future", "1517477400, Claim iat is in the future",
        "1517390701, accepted", "1517390700, Claim exp is past", "1517304600, Claim exp is past"
    })
    void refusesATokenIssuedTomorrowOrExpired(long iat, String verdict) {
        Consumer<ObjectNode> change = claims -> claims.put("iat", iat).put("exp", iat + 300);
        if (verdict.equals("accepted")) {
            assertThat(check(change)).isNotNull();
        } else {
            refuses(change, "400 BAD_REQUEST " + verdict);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {299, 301, 0, -300, 86_400})
    void refusesAnyOtherLifetimeThan300Seconds(long lifetime) {
        Refusal refusal = refusal(claims -> claims.put("exp", 1517391000 + lifetime));
        assertThat(faults(refusal)).first().asString()
                .isEqualTo("400 BAD_REQUEST Claim exp must be iat + 300 seconds exactly.");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        GoodToken.ROOT, GoodToken.ROOT + "/", GoodToken.ROOT + "/Order", GoodToken.ROOT + "/Order?_format=json",
        "HTTPS://GP.example.NHS.uk:443/A20047/DSTU2/1", "https://proxy.nhs.uk/" + GoodToken.ROOT,
        "HTTPS://proxy.nhs.uk/HTTPS://gp.example.nhs.uk/A20047/DSTU2/1",
        "https://proxy.nhs.uk:8443/https:/gp.example.nhs.uk/A20047/DSTU2/1/Order",
        "https://authorize.fhir.nhs.net/token",
        "https://proxy.nhs.uk/https%3A%2F%2Fgp.example.nhs.uk%2FA20047%2FDSTU2%2F1",
        "https://proxy.nhs.uk/https%3a//GP.example.nhs.uk/A20047/DSTU2/1"
    })
    void acceptsTheServiceRootAddressedAsAudience(String audience) {
        assertThat(check(claims -> claims.put("aud", audience))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "A20047", "https://gp.example.nhs.uk", "https://gp.example.nhs.uk/A20047/DSTU2",
        "http://gp.example.nhs.uk/A20047/DSTU2/1",
        "https://gp.example.nhs.uk/a20047/DSTU2/1", "https://gp.example.nhs.uk/A20047/DSTU2/12",
        "https://gp.example.nhs.uk/A20047/DSTU2/1/../../../B82617/DSTU2/1",
        "https://gp.example.nhs.uk:8443/A20047/DSTU2/1",
        "https://gp.example.nhs.uk.evil.example/A20047/DSTU2/1", "https://evil.example?x=" + GoodToken.ROOT,
        "https://user@gp.example.nhs.uk/A20047/DSTU2/1", "https://authorize.fhir.nhs.net/token/x", "::", "https://%zz",
        "https://proxy.nhs.uk/https%3A%2F%2Fgp.example.nhs.uk%2FA20047%2FDSTU2%2F1%2F%2E%2E"
    })
    void refusesAnotherAudience(String audience) {
        refuses(claims -> claims.put("aud", audience), "400 BAD_REQUEST Claim aud names another audience");
    }

    @Test
    @Timeout(60)
    void readsTheLongestAudienceInOnePass() {
        for (String one : List.of("https://a/", "https%3A%2F%2Fa%2F", "/https:", "/", "?")) {
            String audience = "https://gateway.example/" + one.repeat(80_000 / one.length());
            refuses(claims -> claims.put("aud", audience), "400 BAD_REQUEST Claim aud names another audience");
            refuses(claims -> claims.put("aud", audience + "\n"), "400 BAD_REQUEST Claim aud names another audience");
        }
    }

    @Test
    void refusesASubjectThatIsNotTheRequestingIdentity() {
        refuses(claims -> claims.put("sub", "G1358"),
                "400 BAD_REQUEST Claim sub differs: it must be the id of requesting_identity.");
        refuses(claims -> claims.withObject("/requesting_identity").remove("id"), "400 BAD_REQUEST Claim sub differs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DirectCare", "secondaryuses", "directcare "})
    void refusesAnUnknownReason(String reason) {
        refuses(claims -> claims.put("reason_for_request", reason),
                "400 BAD_REQUEST Claim reason_for_request is unknown");
    }

    @Test
    void refusesAScopeThatIsMalformedOrDoesNotReach() {
        refuses(claims -> claims.put("requested_scope", "organization/*.write nonsense"),
                "400 BAD_REQUEST Claim requested_scope is malformed");
        refuses(claims -> claims.put("requested_scope", "organization/*.read"),
                "400 BAD_REQUEST Claim requested_scope does not allow this interaction");
    }

    @Test
    void allowsUnknownClaims() {
        assertThat(check(claims -> claims.put("jti", "x").set("extra", json("{\"a\": [null]}")))).isNotNull();
    }

    @Test
    void reportsEveryFaultAtOnceAndLetsTheEarlierInTheTableDecide() {
        Refusal refusal = refusal(claims -> {
            claims.remove("iss");
            claims.put("aud", "elsewhere");
            claims.put("exp", 1517391299);
            claims.put("requested_scope", "organization/*.read");
            claims.withObject("/requesting_device").put("resourceType", "Desk");
        });
        assertThat(faults(refusal)).hasSize(5).allMatch(fault -> fault.startsWith("400 "));
        assertThat(faults(refusal)).last().asString().contains("INVALID_RESOURCE Claim requesting_device");
    }

    @Test
    void neverRepeatsWhatAClaimSays() {
        Refusal refusal = refusal(claims -> {
            for (String name : List.of("aud", "iat", "reason_for_request", "requested_scope", "requesting_device")) {
                claims.put(name, "9000000009");
            }
        });
        assertThat(faults(refusal)).hasSize(5).noneMatch(fault -> fault.contains("9000000009"));
    }

    private static String capitalised(String name) {
        return name.substring(0, 1).toUpperCase() + name.substring(1);
    }

    static Refusal refusal(Consumer<ObjectNode> change) {
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> check(change));
        assertThat(refusal).as("a refusal").isNotNull();
        return refusal;
    }

    static void refuses(Consumer<ObjectNode> change, String fault) {
        assertThat(faults(refusal(change))).singleElement().asString().startsWith(fault);
    }
}
