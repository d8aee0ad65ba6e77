package taskgateway.token;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import taskgateway.receive.http.HttpFuzzTest;
import taskgateway.receive.http.Siege;
import taskgateway.testkit.Fuzz;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/** Damaged tokens: their encoding, and the JSON in them. What must hold stands in {@link Siege}. */
@ExtendWith(RunningGateway.Shared.class)
@Slow
class TokenFuzzTest {

    private static final List<String> CHARACTERS =
            List.of(".", "..", "=", "==", "+", "/", "-", "_", " ", ",", "\"", "Bearer ", "%2e", "\u00e9",
                    "eyJhbGciOiJSUzI1NiJ9", "e30", "bnVsbA", "W10", "MQ", "A".repeat(4_000));

    private static final List<String> CLAIMS =
            List.of("{", "}", "[", "]", ",", ":", "\"", "\\", "\\u0000", "\\ud800", "null",
            "true", "0", "-1", "300", "1.5", "1e9", "1E+999999999", "9".repeat(1_200), "\"iat\":0,",
            "\"exp\":99999999999999999999,", "\"aud\":[],",
            "\"iss\":\"x\",", "\"ISS\":\"x\",", "\"alg\":\"none\",", "\"sub\":{},",
            "\"x\":" + "[".repeat(63) + "]".repeat(63) + ",", "\"x\":" + "{\"a\":".repeat(300),
            "\"requesting_identity\":{\"resourceType\":\"Bundle\"},", "\"extension\":[{\"url\":\"x\"}],",
            "\"contained\":[{\"resourceType\":\"Patient\"}],", "${body}", "{{gateway.base}}", "#{1+1}",
            "${jndi:ldap://127.0.0.1/a}", "<div>", "' or 1=1 --", "\u0000", "\u00ff", "\u00ed\u00a0\u0080",
            "\u00c0\u00af", "organization/*.*", "patient/Order.write ", "patientfacing");

    private final Siege siege;
    private final Sender sender;

    TokenFuzzTest(RunningGateway gateway) {
        this.siege = new Siege(gateway);
        this.sender = new Sender(gateway);
    }

    @Test
    void theirCharacters() throws SQLException {
        siege.batch("tokens", fuzz -> read(fuzz.damaged(Fuzz.latin(token()), CHARACTERS)));
    }

    @Test
    void theirClaims() throws SQLException {
        siege.batch("claims", fuzz -> {
            String[] parts = token().split("\\.", -1);
            int part = fuzz.chance(80) ? 1 : 0;
            byte[] damaged = fuzz.damaged(Base64.getUrlDecoder().decode(parts[part]), CLAIMS);
            parts[part] = Base64.getUrlEncoder().withoutPadding().encodeToString(damaged);
            return read(Fuzz.latin(String.join(".", parts)));
        });
    }

    private String token() {
        return sender.metadataHeaders("B82617").get("Authorization").substring("Bearer ".length());
    }

    private int read(byte[] token) {
        Map<String, String> headers = sender.metadataHeaders("B82617");
        headers.remove("Authorization");
        byte[] head = HttpFuzzTest.head("GET /B82617/DSTU2/1/metadata HTTP/1.1", headers);
        byte[] open = java.util.Arrays.copyOf(head, head.length - 2);
        return siege.http(Fuzz.joined(open, "Authorization: Bearer ".getBytes(StandardCharsets.US_ASCII), token,
                Fuzz.latin("\r\n\r\n")));
    }
}
