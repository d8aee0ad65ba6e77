package taskgateway.deliver.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.model.dstu2.resource.Order;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import taskgateway.fhir.Format;
import taskgateway.testkit.Expect;
import taskgateway.testkit.FhirGateway;
import taskgateway.testkit.Hapi2018;
import taskgateway.testkit.HapiOfToday;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/**
 * Real HAPI servers as FHIR providers: that of early 2018 with its database, and that of today, each behind every
 * setting that it offers for what a create returns, in which format, validated or shown to people.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Slow
class HapiProvidersTest {

    /** So many failures would open a breaker. */
    private static final int CALLS = 4;

    private Hapi2018 old;
    private HapiOfToday today;
    private RunningGateway gateway;
    private Sender sender;
    private final Map<String, String> addresses = new LinkedHashMap<>();

    @BeforeAll
    void start() throws Exception {
        old = Hapi2018.start();
        today = HapiOfToday.start();
        Hapi2018.PATHS.forEach(path -> addresses.put(ods("2018", path), old.address(path)));
        HapiOfToday.paths().forEach(path -> addresses.put(ods("2026", path), today.address(path)));
        Path data = Files.createTempDirectory("task-gateway");
        Path directory = Files.writeString(data.resolve("directory.yaml"), FhirGateway.directory(addresses));
        gateway = RunningGateway.start(data,
                Map.of("gateway.directory", directory.toString(), "simulator.enabled", "false",
                "gateway.breaker.calls", Integer.toString(CALLS)));
        sender = new Sender(gateway);
    }

    @AfterAll
    void stop() throws Exception {
        for (AutoCloseable started : new AutoCloseable[] {gateway, today, old}) {
            if (started != null) {
                started.close();
            }
        }
    }

    /** At most 12 characters: the year, the beginning of the path, and whether the server is deaf. */
    private static String ods(String year, String path) {
        String name = path.replace("-deaf", "").toUpperCase(java.util.Locale.ROOT);
        return year + name.substring(0, Math.min(name.length(), 7)) + (path.endsWith("-deaf") ? "D" : "");
    }

    static Stream<String> of2018() {
        return Hapi2018.PATHS.stream().map(path -> ods("2018", path));
    }

    static Stream<String> ofToday() {
        return HapiOfToday.paths().stream().map(path -> ods("2026", path));
    }

    static Stream<String> all() {
        return Stream.concat(of2018(), ofToday());
    }

    @ParameterizedTest
    @MethodSource("all")
    void aTaskIsCreatedKeptAndTold(String ods) {
        for (Format format : Format.values()) {
            HttpResponse<String> answer = create(ods, format, "jane");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
            assertThat(answer.body()).contains("Please review the patient").contains(root(ods) + "/Patient/jane");
            Order kept = atProvider(ods, id(answer));
            assertThat(kept.getSubject().getReference().getValue()).isEqualTo("Patient/jane");
            assertThat(kept.getIdentifier()).singleElement()
                    .satisfies(it -> assertThat(answer.body()).contains(it.getValue()));
            assertThat(answer.headers().firstValue("Location"))
                    .hasValue(root(ods) + "/Order/" + id(answer) + "/_history/1");
        }
    }

    @ParameterizedTest
    @MethodSource("ofToday")
    void aTaskIsReadBack(String ods) {
        String id = id(create(ods, Format.JSON, "jane"));
        for (String path : List.of(id, id + "/_history/1")) {
            HttpResponse<String> answer = read(ods, path);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).contains("Please review the patient").contains(root(ods) + "/Patient/jane");
        }
    }

    /** HAPI left out the narrative of what is contained when it wrote a resource, into its database too. */
    @ParameterizedTest
    @MethodSource("of2018")
    void aTaskOfWhichTheServerHasNotKeptTheTextIsNotToldAsIfItHadNone(String ods) {
        HttpResponse<String> answer = read(ods, id(create(ods, Format.JSON, "jane")));
        Expect.proxy(answer, 502, "transient");
        assertThat(answer.body()).contains("narrative is missing");
    }

    @ParameterizedTest
    @MethodSource("all")
    void aRefusalReachesTheSenderWithItsReasonHoweverOften(String ods) {
        for (int i = 0; i <= CALLS; i++) {
            HttpResponse<String> answer = create(ods, Format.JSON, "john");
            assertThat(answer.statusCode()).as(answer.body()).isIn(400, 422);
            assertThat(answer.body()).contains("Resource Patient/john not found");
        }
        assertThat(create(ods, Format.JSON, "jane").statusCode()).as("the breaker is closed").isEqualTo(201);
    }

    @ParameterizedTest
    @MethodSource("all")
    void anOrderThatIsNotThereIsNotFound(String ods) {
        HttpResponse<String> answer = read(ods, "99999");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(404);
        assertThat(answer.body()).contains("Order/99999").contains("not known");
    }

    private HttpResponse<String> create(String ods, Format format, String patient) {
        Map<String, String> headers = sender.createHeaders(ods);
        headers.put("Content-Type", format.mediaType());
        headers.put("Accept", "application/json+fhir");
        String body = (format == Format.JSON ? Sender.json() : Sender.xml()).replace("Patient/1", "Patient/" + patient)
                .replace("Organization/1", "Organization/super-clinic")
                .replace("Organization/2", "Organization/down-the-road");
        return sender.create(ods, headers, body);
    }

    private HttpResponse<String> read(String ods, String path) {
        return sender.send("GET", "/" + ods + "/DSTU2/1/Order/" + path, sender.readHeaders(ods), null);
    }

    private Order atProvider(String ods, String id) {
        FhirContext context = FhirContext.forDstu2();
        context.getRestfulClientFactory().setServerValidationMode(ServerValidationModeEnum.NEVER);
        return context.newRestfulGenericClient(addresses.get(ods)).read().resource(Order.class).withId(id).execute();
    }

    private String root(String ods) {
        return gateway.base() + "/" + ods + "/DSTU2/1";
    }

    private static String id(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElseThrow(() -> new AssertionError(answer.body()))
                .replaceFirst(".*/Order/([^/]*)/.*", "$1");
    }
}
