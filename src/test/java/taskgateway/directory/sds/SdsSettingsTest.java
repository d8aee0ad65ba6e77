package taskgateway.directory.sds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.directory.OwnAddresses;

/** How SDS may be asked: secured, and with all that it takes. */
class SdsSettingsTest {

    @ParameterizedTest
    @CsvSource({
        "ldaps://ldap.example,              false",
        "ldaps://ldap.example:11636,        false",
        "https://api.example/FHIR/R4,       false",
        "ldap://localhost:389,              true",
        "http://127.0.0.1:8080/FHIR/R4,     true",
        "http://[::1]:8080/FHIR/R4,         true",
    })
    void isAskedOverTlsOrOnThisMachine(String url, boolean loopbackHttp) {
        assertThat(settings(url, "key", "", "", loopbackHttp).uri()).hasToString(url);
    }

    @ParameterizedTest
    @CsvSource({
        "ldap://localhost:389,          false",
        "http://127.0.0.1/FHIR/R4,      false",
        "ldap://ldap.example,           true",
        "http://api.example/FHIR/R4,    true",
        "http://127.0.0.1.example/R4,   true",
        "ftp://localhost,               true",
        "ldaps:ldap.example,            true",
        "ldap.example,                  true",
    })
    void isNotAskedAnyOtherWay(String url, boolean loopbackHttp) {
        assertThatIllegalArgumentException().isThrownBy(() -> settings(url, "key", "", "", loopbackHttp))
                .withMessageContaining("ldaps://");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a key", "key\r\nX: y", "k\u00e9y"})
    void theFhirApiNeedsAKeyThatCanBeSent(String key) {
        assertThatIllegalArgumentException().isThrownBy(() -> settings("https://api.example/R4", key, "", "", false))
                .withMessageContaining("gateway.sds.api-key").withMessageNotContaining("X: y");
    }

    @Test
    void aCertificateNeedsItsKey() {
        assertThatIllegalArgumentException().isThrownBy(() -> settings("ldaps://ldap.example", "", "c.pem", "", false))
                .withMessageContaining("gateway.sds.key");
    }

    @Test
    void theApiKeyIsNeverPrinted() {
        assertThat(settings("https://api.example/R4", "very-secret", "", "", false).toString())
                .doesNotContain("very-secret");
    }

    @Test
    void filesThatCannotBeUsedAreNamedByTheirSetting(@TempDir Path folder) throws Exception {
        String rubbish = Files.writeString(folder.resolve("rubbish.pem"), "rubbish").toString();
        SdsSettings trust = new SdsSettings("ldaps://ldap.example", "o=nhs", "", rubbish, "", "", Duration.ofSeconds(1),
                Duration.ZERO, 1, false);

        OwnAddresses own = new OwnAddresses(List.of(), List.of());
        assertThatIllegalArgumentException().isThrownBy(() -> SdsProviders.of(trust, own, SelfSigned.files()))
                .withMessageContaining("gateway.sds.trust");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SdsProviders.of(settings("ldaps://ldap.example", "", rubbish, rubbish, false), own,
                SelfSigned.files()))
                .withMessageContaining("gateway.sds.certificate");
    }

    private static SdsSettings settings(String url, String apiKey, String certificate, String key,
            boolean loopbackHttp) {
        return new SdsSettings(url, "ou=services,o=nhs", apiKey, "", certificate, key, Duration.ofSeconds(1),
                Duration.ZERO, 1, loopbackHttp);
    }
}
