package taskgateway.directory.sds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.directory.OwnAddresses;
import taskgateway.directory.RegisteredInteraction;
import taskgateway.rules.Refusal;

/** What the FHIR API may answer beside what it should. */
class FhirDirectoryTest {

    private static final String ASID = identifier("nhsSpineASID", "918999190001");
    private static final String PARTY_KEY = identifier("nhsMhsPartyKey", "B86012-000001");

    @TempDir
    private static Path folder;
    private static SelfSigned pem;
    private static SelfSigned client;
    private static FakeFhirSds sds;

    @BeforeAll
    static void start() throws Exception {
        pem = SelfSigned.of(folder, "sds", "localhost");
        client = SelfSigned.of(folder, "gateway", "gateway.example");
        sds = new FakeFhirSds(pem, client);
    }

    @AfterAll
    static void stop() {
        sds.close();
    }

    static List<String> rubbish() {
        return List.of("", "<html/>", "null", "[]", "{}", "{\"resourceType\":\"Bundle\",\"type\":\"batch\"}",
                "{\"resourceType\":\"OperationOutcome\"}", bundle("") + "}",
                bundle("").replace("\"type\"", "\"type\":\"searchset\",\"type\""),
                bundle("").replace("\"entry\"", "\"link\":[{\"relation\":\"next\",\"url\":\"https://x\"}],\"entry\""),
                bundle("") + " ".repeat(2 << 20), "[".repeat(100_000));
    }

    @ParameterizedTest
    @MethodSource("rubbish")
    void whatIsNoSearchsetIsNoAnswer(String body) {
        assertThat(refusal(body, FakeSds.API_KEY).outcome().issues().get(0).diagnostics())
                .contains("does not answer as it should");
    }

    @ParameterizedTest
    @ValueSource(strings = {"inactive", "entered-in-error"})
    void whatIsNotToBeUsedIsNotUsed(String status) {
        String device = bundle("{\"resource\":{\"resourceType\":\"Device\",\"status\":\"" + status
                + "\",\"identifier\":[" + ASID + "," + PARTY_KEY + "]}}");

        assertThat(refusal(device, FakeSds.API_KEY).outcome().issues().get(0).diagnostics()).contains("not active");
    }

    @Test
    void aDeviceWithTwoAsidsIsTakenForNeither() {
        String device = bundle("{\"resource\":{\"resourceType\":\"Device\",\"identifier\":[" + ASID + ","
                + identifier("nhsSpineASID", "918999190002") + "," + PARTY_KEY + "]}}");

        assertThat(refusal(device, FakeSds.API_KEY).outcome().issues().get(0).diagnostics()).contains("not one ASID");
    }

    @Test
    void otherResourcesBesideTheMatchesAreNone() {
        sds.answers(bundle("{\"resource\":{\"resourceType\":\"OperationOutcome\"},\"search\":{\"mode\":\"outcome\"}}"));
        try (SdsProviders providers = providers(FakeSds.API_KEY)) {
            assertThat(providers.provider("B86012", RegisteredInteraction.CREATE_ORDER)).isEmpty();
        }
    }

    @Test
    void aKeyThatIsRefusedIsNoAnswer() {
        assertThat(refusal(bundle(""), "another-key").outcome().issues().get(0).diagnostics())
                .contains("does not answer as it should").doesNotContain("another-key");
    }

    private static Refusal refusal(String body, String apiKey) {
        sds.answers(body);
        try (SdsProviders providers = providers(apiKey)) {
            Refusal refusal = catchThrowableOfType(Refusal.class, () ->
                    providers.provider("B86012", RegisteredInteraction.CREATE_ORDER));
            assertThat(refusal.outcome().status()).isEqualTo(502);
            return refusal;
        }
    }

    private static SdsProviders providers(String apiKey) {
        SdsSettings all = sds.settings(pem, client, Duration.ofSeconds(10), Duration.ZERO);
        return SdsProviders.of(
                new SdsSettings(all.url(), all.baseDn(), apiKey, all.trust(), all.certificate(), all.key(), all.limit(),
                        all.keep(), all.waiting(), false), new OwnAddresses(List.of(), List.of()), SelfSigned.files());
    }

    private static String bundle(String entries) {
        return "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":[" + entries + "]}";
    }

    private static String identifier(String name, String value) {
        return "{\"system\":\"https://fhir.nhs.uk/Id/" + name + "\",\"value\":\"" + value + "\"}";
    }
}
