package taskgateway.directory.sds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static taskgateway.testkit.SdsGateway.ASID;
import static taskgateway.testkit.SdsGateway.FILED;
import static taskgateway.testkit.SdsGateway.URN;

import ca.uhn.fhir.model.dstu2.resource.Conformance;
import jakarta.jms.TextMessage;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.fhir.Format;
import taskgateway.testkit.FakeProvider;
import taskgateway.testkit.JmsClient;
import taskgateway.testkit.Refused;
import taskgateway.testkit.Responses;
import taskgateway.testkit.SdsGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;
import taskgateway.testkit.Wire;

/** Providers that the Spine Directory Service knows, behind a whole gateway (specification, section 11). */
@ParameterizedClass
@EnumSource(FakeSds.Protocol.class)
@Slow
class SdsTest {

    private static SdsGateway world;

    @Parameter
    private FakeSds.Protocol protocol;

    @BeforeParameterizedClassInvocation
    static void start(FakeSds.Protocol protocol) throws Exception {
        world = new SdsGateway(protocol);
    }

    @AfterParameterizedClassInvocation
    static void stop() throws Exception {
        world.close();
    }

    private String ods;

    @BeforeEach
    void organisation() {
        ods = world.fresh();
    }

    @BeforeEach
    void providersAcceptEverything() {
        for (FakeProvider each : List.of(world.provider, world.filed)) {
            each.does((request, caller) -> caller.getOutputStream().write((request.line().startsWith("GET")
                    ? Responses.response(200, Responses.JSON, Responses.kept(Sender.json(), "7"))
                    : Responses.created(request, "7")).getBytes()));
        }
    }

    @AfterEach
    void sdsIsThereAndEmpty() throws Exception {
        world.sds.slow(Duration.ZERO);
        world.sds.clear();
    }

    private static void enter(String ods, String capability, String address) {
        world.sds.enter(ods, URN + capability, ASID, address);
    }

    @Test
    void aTaskReachesTheAddressThatSdsNames() {
        enter(ods, "create:order-1", world.address(world.provider, ods));

        HttpResponse<String> answer = world.create(ods);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Location"))
                .contains(world.gateway.base() + "/" + ods + "/DSTU2/1/Order/7/_history/1");
        assertThat(world.provider.received()).singleElement().satisfies(request -> {
            assertThat(request.line()).startsWith("POST /" + ods + "/DSTU2/1/Order ");
            assertThat(request.one("Ssp-To")).isEqualTo(ASID);
        });
    }

    @Test
    void aSenderMayNameTheProvidersOwnServiceRoot() {
        String root = world.address(world.provider, ods);
        enter(ods, "create:order", root);

        Wire.WireAnswer answer = exchange("POST /" + root + "/Order", "proxy.example");

        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(answer.header("Location")).isEqualTo(root + "/Order/7/_history/1");
        assertThat(exchange("POST /http://127.0.0.1:1/" + ods + "/DSTU2/1/Order", "proxy.example").status())
                .isEqualTo(404);
    }

    @Test
    void underAnUnknownNameAProviderIsAtHomeAtTheGateway() {
        enter(ods, "create:order-1", world.address(world.provider, ods));

        assertThat(exchange("POST /" + ods + "/DSTU2/1/Order", "other.example").header("Location"))
                .isEqualTo(world.gateway.base() + "/" + ods + "/DSTU2/1/Order/7/_history/1");
    }

    @Test
    void aMessageReachesItToo() throws Exception {
        enter(ods, "create:order-1", world.address(world.provider, ods));
        try (JmsClient client = new JmsClient(world.gateway)) {
            TextMessage reply = client.ask(client.task(ods));

            assertThat(reply.getIntProperty("HttpStatus")).as(reply.getText()).isEqualTo(201);
            assertThat(reply.getStringProperty("Location"))
                    .isEqualTo(world.gateway.base() + "/" + ods + "/DSTU2/1/Order/7/_history/1");
        }
    }

    @Test
    void whatTheFileHoldsWins() {
        enter(FILED, "create:order-1", world.address(world.provider, FILED));
        int questions = world.sds.questions();

        assertThat(world.create(FILED).statusCode()).isEqualTo(201);
        assertThat(world.filed.received()).hasSize(1);
        assertThat(world.sds.questions()).isEqualTo(questions);
    }

    @Test
    void whoHasNoEntryIsNoOrganisationOfThisService() {
        enter(ods, "read:order-1", world.address(world.provider, ods));

        assertRefused(world.create(ods), 404, "ORGANISATION_NOT_FOUND");
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-",
            value = {"-", "https://127.0.0.1/B86000/DSTU2/1", "http://provider.example/ODS/DSTU2/1"})
    void nothingIsSentToAnAddressThatIsNoneOfTheProvider(String address) {
        enter(ods, "create:order-1", address == null ? null : address.replace("ODS", ods));

        assertRefused(world.create(ods), 502, "transient");
    }

    @Test
    void nothingIsSentWhereThereIsMoreThanOneEntry() {
        enter(ods, "create:order-1", world.address(world.provider, ods));
        world.sds.endpoint(ods, URN + "create:order-1", ods + "-000001", world.address(world.filed, ods), null);

        assertThat(assertRefused(world.create(ods), 502, "transient").diagnostics()).contains("more than one endpoint");
        assertThat(world.provider.received()).isEmpty();
        assertThat(world.filed.received()).isEmpty();
    }

    @Test
    void sspToMustBeTheAsidThatSdsNames() {
        world.sds.enter(ods, URN + "create:order-1", "918999190002", world.address(world.provider, ods));

        assertThat(assertRefused(world.create(ods), 400, "BAD_REQUEST").diagnostics()).contains("Ssp-To");
    }

    @Test
    void anAgreementIsNeededWithWhomSdsKnowsToo() {
        enter("B86999", "create:order-1", world.address(world.provider, "B86999"));

        assertRefused(world.create("B86999"), 403, "NO_ORGANISATIONAL_CONSENT");
        assertThat(world.provider.received()).isEmpty();
    }

    @Test
    void anOrderIsReadWhereSdsSays() {
        enter(ods, "read:order-1", world.address(world.provider, ods));

        assertThat(world.get(ods, "Order/7", "read:order-1").statusCode()).isEqualTo(200);
        assertThat(world.provider.received().get(0).line()).startsWith("GET /" + ods + "/DSTU2/1/Order/7 ");
        assertRefused(world.get(world.fresh(), "Order/7", "read:order-1"), 404, "ORGANISATION_NOT_FOUND");
    }

    @Test
    void metadataClaimsWhatSdsKnowsTheProviderFor() {
        enter(ods, "read:metadata-1", world.address(world.provider, ods));
        enter(ods, "create:order-1", world.address(world.provider, ods));

        Conformance statement = Format.JSON.parser().parseResource(Conformance.class,
                world.get(ods, "metadata", "read:metadata-1").body());

        assertThat(statement.getRestFirstRep().getResourceFirstRep().getInteraction())
                .extracting(Conformance.RestResourceInteraction::getCode).containsExactly("create");
    }

    @Test
    void anAnswerIsNotUsedBeyondItsTime() throws Exception {
        enter(ods, "create:order-1", world.address(world.provider, ods));
        assertThat(world.create(ods).statusCode()).isEqualTo(201);
        world.sds.clear();
        enter(ods, "create:order-1", world.address(world.filed, ods));

        await().until(() -> world.create(ods).statusCode() == 201 && !world.filed.received().isEmpty());

        world.sds.down();
        await().until(() -> world.create(ods).statusCode() == 502);
        world.sds.up();
        assertThat(world.create(ods).statusCode()).isEqualTo(201);
    }

    @Test
    void anSdsThatIsAwayIsToldAtOnceAndHarmsNoOtherProvider() throws Exception {
        enter(ods, "create:order-1", world.address(world.provider, ods));
        world.sds.down();

        assertThat(assertRefused(world.create(ods), 502, "transient").diagnostics()).contains("Nothing was sent");
        assertThat(world.create(FILED).statusCode()).isEqualTo(201);

        world.sds.up();
        assertThat(world.create(ods).statusCode()).isEqualTo(201);
    }

    @Test
    void aSlowSdsIsNotWaitedForLong() {
        enter(ods, "create:order-1", world.address(world.provider, ods));
        world.sds.slow(Duration.ofSeconds(60));
        long start = System.nanoTime();

        assertRefused(world.create(ods), 502, "transient");

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
        assertThat(world.provider.received()).isEmpty();
    }

    @Test
    void manyAtOnceMakeOneLookUp() throws Exception {
        enter(ods, "create:order-1", world.address(world.provider, ods));
        world.sds.slow(Duration.ofSeconds(1));
        int before = world.sds.questions();
        ExecutorService callers = Executors.newFixedThreadPool(10);
        try {
            List<Callable<Integer>> sending = Collections.nCopies(10, () -> world.create(ods).statusCode());
            for (Future<Integer> status : callers.invokeAll(sending)) {
                assertThat(status.get()).isEqualTo(201);
            }
        } finally {
            callers.shutdownNow();
        }
        assertThat(world.sds.questions() - before).isEqualTo(2);
        assertThat(world.provider.received()).hasSize(10);
    }

    @ParameterizedTest
    @ValueSource(strings =
            {"/*/DSTU2/1/Order", "/B86*/DSTU2/1/Order", "/B86001)(objectClass=*/DSTU2/1/Order", "/%2A/DSTU2/1/Order",
        "/B86001&identifier=x/DSTU2/1/Order", "/B86001%7Cx/DSTU2/1/Order", "/B86001%00/DSTU2/1/Order",
        "/B86001%0D%0Ax/DSTU2/1/Order",
        "/b86001/DSTU2/1/Order", "/..;/DSTU2/1/Order", "/http://127.0.0.1:1/*/DSTU2/1/Order"})
    void whatIsNoOdsCodeIsNotLookedUp(String target) {
        enter(ods, "create:order-1", world.address(world.provider, ods));
        int before = world.sds.questions();

        Wire.WireAnswer answer = exchange("POST " + target, "x");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(world.sds.questions()).isEqualTo(before);
        assertThat(world.provider.received()).isEmpty();
    }

    @Test
    void whatIsRefusedAnyhowIsNotLookedUp() {
        int before = world.sds.questions();

        Wire.WireAnswer answer = exchange("PATCH /B86001/DSTU2/1/Slot", "x");

        assertThat(Refused.of(answer).issues()).containsExactly("BAD_REQUEST", "NOT_IMPLEMENTED");
        assertThat(world.sds.questions()).isEqualTo(before);
    }

    private Wire.WireAnswer exchange(String line, String host) {
        Map<String, String> headers = world.headers(ods, "create:order-1");
        headers.put("Host", host);
        return Wire.exchange(world.gateway, Wire.request(line + " HTTP/1.1", headers, Sender.json()));
    }

    private static Refused assertRefused(HttpResponse<String> answer, int status, String issue) {
        Refused refused = Refused.of(answer);
        assertThat(refused.status()).as(refused.diagnostics()).isEqualTo(status);
        assertThat(refused.issues()).containsExactly(issue);
        return refused;
    }
}
