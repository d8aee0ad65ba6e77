package taskgateway.directory.sds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.directory.OwnAddresses;
import taskgateway.directory.Provider;
import taskgateway.directory.RegisteredInteraction;
import taskgateway.directory.ServiceRoot;
import taskgateway.directory.Transport;
import taskgateway.rules.Refusal;
import taskgateway.testkit.Slow;

/** The look-up in two steps (specification, section 11), the same by LDAP and by the FHIR API. */
@ParameterizedClass
@EnumSource(FakeSds.Protocol.class)
@Slow
class SdsProvidersTest {

    private static final String CREATE = "urn:nhs:names:services:gpconnect:fhir:rest:create:order-1";
    private static final String CREATE_2017 = "urn:nhs:names:services:gpconnect:fhir:rest:create:order";
    private static final String ROOT = "https://provider.example/B86012/DSTU2/1";
    private static final ServiceRoot OWN = ServiceRoot.of("https://gateway.example");
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration SHORT = Duration.ofSeconds(2);
    /** Nobody waits so long. */
    private static final Duration SILENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;
    private static SelfSigned pem;
    private static SelfSigned client;

    @Parameter
    private FakeSds.Protocol protocol;

    private FakeSds sds;
    private final List<SdsProviders> opened = new ArrayList<>();

    @BeforeAll
    static void certificates() {
        if (pem == null || !pem.certificate().toFile().exists()) {
            pem = SelfSigned.of(folder, "sds", "localhost");
            client = SelfSigned.of(folder, "gateway", "gateway.example");
        }
    }

    @BeforeEach
    void start() throws Exception {
        sds = protocol.start(pem, client);
    }

    @AfterEach
    void stop() {
        opened.forEach(SdsProviders::close);
        sds.close();
    }

    @Test
    void findsAsidAndServiceRoot() {
        sds.system("B86012", CREATE, "918999190001", "B86012-820001");
        sds.endpoint("B86012", CREATE, "B86012-820001", ROOT, "provider.example");

        assertThat(keeping(Duration.ZERO).provider("B86012", RegisteredInteraction.CREATE_ORDER))
                .contains(new Provider("B86012", "918999190001",
                "B86012", Transport.FHIR, ServiceRoot.of(ROOT), ROOT, Set.of(RegisteredInteraction.CREATE_ORDER), "",
                false));
    }

    /**
     * A Spine Security Proxy refuses a root that was amended: called is what the directory says, compared its normal
     * form.
     */
    @ParameterizedTest
    @CsvSource({"https://Provider.Example:443/B86012/DSTU2/1, https://Provider.Example:443/B86012/DSTU2/1",
        "HTTPS://provider.example/B86012/DSTU2/, HTTPS://provider.example/B86012/DSTU2"})
    void keepsTheAddressToTheLetter(String entered, String called) {
        sds.enter("B86012", CREATE, "918999190001", entered);

        Provider provider = keeping(Duration.ZERO).provider("B86012", RegisteredInteraction.CREATE_ORDER).orElseThrow();

        assertThat(provider.address()).isEqualTo(called);
        assertThat(provider.serviceRoot()).isEqualTo(ServiceRoot.of(ROOT));
    }

    @Test
    void asksByTheNewerInteractionIdFirst() {
        sds.enter("B86012", CREATE_2017, "918999190017", ROOT);
        assertThat(asid(keeping(Duration.ZERO))).contains("918999190017");

        sds.enter("B86012", CREATE, "918999190018", ROOT);
        assertThat(asid(keeping(Duration.ZERO))).contains("918999190018");
    }

    @Test
    void findsNobodyForAnotherInteractionOrOrganisation() {
        sds.enter("B86012", CREATE, "918999190001", ROOT);

        assertThat(keeping(SHORT).provider("B86012", RegisteredInteraction.READ_ORDER)).isEmpty();
        assertThat(keeping(SHORT).provider("B86013", RegisteredInteraction.CREATE_ORDER)).isEmpty();
    }

    @Test
    void aSystemWithoutAnEndpointIsNoProvider() {
        sds.system("B86012", CREATE, "918999190001", "B86012-000001");
        sds.endpoint("B86012", CREATE, "B86012-999999", ROOT, null);

        assertThat(asid(keeping(SHORT))).isEmpty();
    }

    @Test
    void tellsForMetadataWhatElseAProviderIsRegisteredFor() {
        sds.enter("B86012", RegisteredInteraction.READ_METADATA.ids().get(0), "918999190001", ROOT);
        sds.enter("B86012", CREATE_2017, "918999190001", ROOT);

        assertThat(keeping(SHORT).provider("B86012", RegisteredInteraction.READ_METADATA).orElseThrow().interactions())
                .containsExactlyInAnyOrder(RegisteredInteraction.READ_METADATA, RegisteredInteraction.CREATE_ORDER);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void takesNoneOfSeveralSystems(int number) {
        for (int i = 0; i < number; i++) {
            sds.system("B86012", CREATE, "91899919000" + i, "B86012-000001");
        }
        sds.endpoint("B86012", CREATE, "B86012-000001", ROOT, null);

        assertUnusable("more than one accredited system");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void takesNoneOfSeveralEndpoints(int number) {
        sds.system("B86012", CREATE, "918999190001", "B86012-000001");
        for (int i = 0; i < number; i++) {
            sds.endpoint("B86012", CREATE, "B86012-000001", ROOT.replace("provider", "provider" + i), null);
        }

        assertUnusable("more than one endpoint");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        "-                                                   | -                | no address",
        "' '                                                 | -                | no address",
        "http://provider.example/B86012/DSTU2/1              | -                | not an https URL",
        "https://provider.example/B86013/DSTU2/1             | -                | no service root of B86012",
        "https://provider.example/b86012/DSTU2/1             | -                | no service root of B86012",
        "https://provider.example/B86012/STU3/1              | -                | no service root of B86012",
        "https://provider.example/B86012/DSTU2/1/Order       | -                | no service root of B86012",
        "https://provider.example/x/B86012/DSTU2/1           | -                | no service root of B86012",
        "https://provider.example/B86012/DSTU2/1?x           | -                | no service root of B86012",
        "https://user@provider.example/B86012/DSTU2/1        | -                | no service root of B86012",
        "https://provider.example/x/../B86012/DSTU2/1        | -                | no service root of B86012",
        "ldap://provider.example/B86012/DSTU2/1              | -                | no service root of B86012",
        "B86012                                              | -                | no service root of B86012",
        "https://provider.example)&x=RAW(/B86012/DSTU2/1     | -                | no service root of B86012",
        "https://provider.example/B86012/DSTU2/1             | other.example    | different hosts",
        "https://gateway.example:443/B86012/DSTU2/1          | gateway.example  | this gateway",
        "https://gateway.example./B86012/DSTU2/1             | -                | this gateway",
        "https://localhost:8443/B86012/DSTU2/1               | -                | this gateway",
        "https://[::1]:8443/B86012/DSTU2/1                   | -                | this gateway",
    })
    void sendsNothingToWhatIsNoServiceRootOfTheOrganisation(String address, String fqdn, String fault) {
        sds.system("B86012", CREATE, "918999190001", "B86012-000001");
        sds.endpoint("B86012", CREATE, "B86012-000001", address, fqdn);

        assertUnusable(fault);
    }

    @ParameterizedTest
    @CsvSource({
        "https://Provider.example:443/B86012/DSTU2/1/, https://provider.example/B86012/DSTU2/1",
        "https://provider.example/B86012/DSTU2,        https://provider.example/B86012/DSTU2/1",
        "https://provider.example:8443/B86012/DSTU2/2, https://provider.example:8443/B86012/DSTU2/2",
        "http://127.0.0.1:1/B86012/DSTU2/1,            http://127.0.0.1:1/B86012/DSTU2/1",
    })
    void takesEveryFormOfAServiceRoot(String address, String root) {
        sds.enter("B86012", CREATE, "918999190001", address);

        assertThat(keeping(SHORT).provider("B86012", RegisteredInteraction.CREATE_ORDER).map(Provider::serviceRoot))
                .contains(ServiceRoot.of(root));
    }

    @Test
    void anAsidAndAPartyKeyMustBeThere() {
        sds.system("B86012", CREATE, "", "B86012-000001");
        sds.endpoint("B86012", CREATE, "B86012-000001", ROOT, null);

        assertUnusable("not one ASID");
    }

    @ParameterizedTest
    @ValueSource(strings =
            {"*", "B86*", "B86012)(objectClass=*", "B86012|X", "B86012&identifier=x", "b86012", "", "B86012\u0000",
        "B86 012", "B8601234567890", "\u0412\u0038\u0036012", "..", "B86012\nx", "%2A"})
    void looksUpNothingThatIsNoOdsCode(String ods) {
        sds.enter("B86012", CREATE, "918999190001", ROOT);

        assertThat(keeping(SHORT).provider(ods, RegisteredInteraction.CREATE_ORDER)).isEmpty();
        assertThat(sds.questions()).isZero();
    }

    @Test
    void asksEachTimeWhereNothingIsKept() {
        SdsProviders providers = keeping(Duration.ZERO);
        for (int i = 1; i <= 3; i++) {
            sds.clear();
            sds.enter("B86012", CREATE, "91899919000" + i, ROOT);
            assertThat(asid(providers)).contains("91899919000" + i);
            assertThat(sds.questions()).isEqualTo(2 * i);
        }
    }

    @Test
    void usesAnAnswerForAWhileAndNeverBeyond() {
        sds.enter("B86012", CREATE, "918999190001", ROOT);
        SdsProviders providers = keeping(SHORT);
        assertThat(asid(providers)).contains("918999190001");
        assertThat(asid(providers)).contains("918999190001");
        assertThat(sds.questions()).isEqualTo(2);

        sds.down();
        await().until(() -> refused(() -> asid(providers)).isPresent());

        assertThat(refused(() -> asid(providers))).contains("DIRECTORY_UNAVAILABLE");
    }

    @Test
    void keepsNoFailure() throws Exception {
        sds.enter("B86012", CREATE, "918999190001", ROOT);
        SdsProviders providers = keeping(Duration.ofMinutes(5));
        sds.down();
        assertThat(refused(() -> asid(providers))).contains("DIRECTORY_UNAVAILABLE");

        sds.up();

        assertThat(asid(providers)).contains("918999190001");
    }

    @Test
    void keepsNoEntryThatCannotBeUsed() {
        sds.enter("B86012", CREATE, "918999190001", "");
        SdsProviders providers = keeping(Duration.ofMinutes(5));
        assertThat(refused(() -> asid(providers))).contains("DIRECTORY_ENTRY");

        sds.clear();
        sds.enter("B86012", CREATE, "918999190001", ROOT);

        assertThat(asid(providers)).contains("918999190001");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 60})
    void whoeverAsksTheSameMeanwhileWaitsForTheSameLookUp(int keep) throws Exception {
        sds.enter("B86012", CREATE, "918999190001", ROOT);
        sds.slow(Duration.ofSeconds(1));
        SdsProviders providers = keeping(Duration.ofSeconds(keep));
        ExecutorService callers = Executors.newFixedThreadPool(20);
        try {
            List<Callable<Optional<String>>> asking = Collections.nCopies(20, () -> asid(providers));
            for (Future<Optional<String>> answer : callers.invokeAll(asking)) {
                assertThat(answer.get()).contains("918999190001");
            }
        } finally {
            callers.shutdownNow();
        }
        assertThat(sds.questions()).isEqualTo(2);
    }

    @Test
    void endsALookUpInTime() {
        sds.enter("B86012", CREATE, "918999190001", ROOT);
        sds.slow(SILENCE);
        assertEndsInTime(providers(limited(sds.url(), 32)));
    }

    @Test
    void moreThanSoManyDoNotWait() throws Exception {
        sds.slow(SILENCE);
        SdsProviders providers = providers(limited(sds.url(), 1));
        ExecutorService callers = Executors.newFixedThreadPool(2);
        List<Optional<String>> refusals = new ArrayList<>();
        try {
            List<Callable<Optional<String>>> asking = List.of(
                    () -> refused(() -> providers.provider("B86012", RegisteredInteraction.CREATE_ORDER)),
                    () -> refused(() -> providers.provider("B86013", RegisteredInteraction.CREATE_ORDER)));
            for (Future<Optional<String>> refusal : callers.invokeAll(asking)) {
                refusals.add(refusal.get());
            }
        } finally {
            callers.shutdownNow();
        }
        assertThat(refusals).containsExactlyInAnyOrder(Optional.of("TOO_BUSY"), Optional.of("DIRECTORY_UNAVAILABLE"));
    }

    /** It takes connections, and says nothing. */
    @Test
    void waitsForNoSilentServer() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"))) {
            String url = sds.url().replaceFirst(":[0-9]+", ":" + silent.getLocalPort());
            assertEndsInTime(providers(limited(url, 32)));
        }
    }

    @Test
    void trustsNoOtherAuthority() {
        sds.enter("B86012", CREATE, "918999190001", ROOT);

        assertThat(refused(() -> asid(providers(sds.settings(client, client, LIMIT, SHORT)))))
                .contains("DIRECTORY_UNAVAILABLE");
        assertThat(sds.questions()).isZero();
    }

    @Test
    void trustsNoOtherHostsCertificate() throws Exception {
        SelfSigned other = SelfSigned.of(folder, "other-" + protocol, "other.example");
        try (FakeSds impostor = protocol.start(other, client)) {
            impostor.enter("B86012", CREATE, "918999190001", ROOT);

            assertThat(refused(() -> asid(providers(impostor.settings(other, client, LIMIT, SHORT)))))
                    .contains("DIRECTORY_UNAVAILABLE");
            assertThat(impostor.questions()).isZero();
        }
    }

    private SdsProviders keeping(Duration keep) {
        return providers(sds.settings(pem, client, LIMIT, keep));
    }

    private SdsProviders providers(SdsSettings settings) {
        SdsProviders providers = SdsProviders.of(settings,
                new OwnAddresses(List.of(OWN), List.of(new OwnAddresses.Port("0.0.0.0", 8443))),
                SelfSigned.files());
        opened.add(providers);
        return providers;
    }

    private static Optional<String> asid(SdsProviders providers) {
        return providers.provider("B86012", RegisteredInteraction.CREATE_ORDER).map(Provider::asid);
    }

    private SdsSettings limited(String url, int waiting) {
        SdsSettings all = sds.settings(pem, client, SHORT, SHORT);
        return new SdsSettings(url, all.baseDn(), all.apiKey(), all.trust(), all.certificate(), all.key(), all.limit(),
                all.keep(), waiting, true);
    }

    /** The caller is told in time, and no thread stays behind. */
    private static void assertEndsInTime(SdsProviders providers) {
        long start = System.nanoTime();
        assertThat(refused(() -> asid(providers))).contains("DIRECTORY_UNAVAILABLE");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(SHORT, SILENCE);
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().values())
                .noneMatch(frames -> Arrays.stream(frames)
                        .anyMatch(frame -> frame.getClassName().endsWith(".LookUp"))));
    }

    private void assertUnusable(String fault) {
        SdsProviders providers = keeping(SHORT);
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> asid(providers));

        assertThat(refusal.outcome().status()).isEqualTo(502);
        assertThat(refusal.outcome().issues()).singleElement().satisfies(issue -> {
            assertThat(issue.code()).isNull();
            assertThat(issue.diagnostics()).contains(fault).doesNotContain("example");
        });
    }

    /** Which rule a look-up is refused by, told by what it says; empty when it is not. */
    private static Optional<String> refused(Runnable lookUp) {
        return Optional.ofNullable(catchThrowableOfType(Refusal.class, lookUp::run))
                .map(it -> it.outcome().issues().get(0).diagnostics())
                .map(text -> text.contains("wait") ? "TOO_BUSY" : text.contains("entry") ? "DIRECTORY_ENTRY"
                        : "DIRECTORY_UNAVAILABLE");
    }
}
