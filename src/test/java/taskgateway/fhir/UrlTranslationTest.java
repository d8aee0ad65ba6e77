package taskgateway.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which URLs are under a provider's service root (RFC 3986, section 6.2; specification, sections 2 and 5). */
class UrlTranslationTest {

    private static final List<String> ROOTS =
            List.of("https://gp.example/A20047/DSTU2/1", "https://gp.example/A20047/DSTU2",
            "http://Server.example:8080/fhir", "https://gateway.example/https://gp.example/A20047/DSTU2/1");

    @ParameterizedTest
    @ValueSource(strings =
            {"Patient/1", "https://gp.example/A20047/DSTU2/1/Patient/1", "https://gp.example/A20047/DSTU2/Patient/1",
        "HTTPS://GP.Example/A20047/DSTU2/1/Patient/1", "https://gp.example:443/A20047/DSTU2/1/Patient/1",
        "https://gp.example:/A20047/DSTU2/1/Patient/1", "http://server.EXAMPLE:8080/fhir/Patient/1",
        "https://gateway.example/https://gp.example/A20047/DSTU2/1/Patient/1",
        "https://Gateway.example:443/HTTPS://GP.example:443/A20047/DSTU2/1/Patient/1",
        "https://gateway.example/https%3A%2F%2Fgp.example%2FA20047%2FDSTU2%2F1/Patient/1",
        "https://gateway.example/https:/gp.example/A20047/DSTU2/1/Patient/1"})
    void isTheSameReference(String reference) {
        assertThat(UrlTranslation.relative(reference, ROOTS)).isEqualTo("Patient/1");
    }

    @ParameterizedTest
    @ValueSource(strings =
            {"https://gp.example/a20047/DSTU2/1/Patient/1", "https://gp.example/A20047/dstu2/1/Patient/1",
        "http://gp.example/A20047/DSTU2/1/Patient/1", "https://gp.example:8443/A20047/DSTU2/1/Patient/1",
        "https://gp.example:80/A20047/DSTU2/1/Patient/1", "https://user@gp.example/A20047/DSTU2/1/Patient/1",
        "https://gp.example.evil.example/A20047/DSTU2/1/Patient/1",
        "https://evil.example/https://gp.example/A20047/DSTU2/1/Patient/1",
        "https://gp.example%2FA20047%2FDSTU2%2F1/Patient/1", "https://gp.example/A20047/DSTU2/1/Patient/1/", "#a",
        "urn:uuid:1",
        "https://gp.example/A20047/DSTU2/1", "https:///", "http://:443"})
    void isAnotherReference(String reference) {
        assertThat(UrlTranslation.relative(reference, ROOTS)).isEqualTo(reference);
    }

    @Test
    @Timeout(60)
    void readsReferencesOfMegabytesInOnePass() {
        for (String one : List.of("https://a/", "https:/", "https%3A%2F%2Fa%2F", ":443", "%41", "?", "/")) {
            String reference = "https://gateway.example/" + one.repeat((3 << 20) / one.length());
            assertThat(UrlTranslation.relative(reference, ROOTS)).isEqualTo(reference);
        }
    }
}
