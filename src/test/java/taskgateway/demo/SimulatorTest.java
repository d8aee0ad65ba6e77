package taskgateway.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ca.uhn.fhir.model.dstu2.resource.OperationOutcome;
import ca.uhn.fhir.model.dstu2.resource.Order;
import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import ca.uhn.fhir.rest.client.interceptor.AdditionalRequestHeadersInterceptor;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.directory.Directory;
import taskgateway.directory.Registry;
import taskgateway.fhir.Dstu2;
import taskgateway.fhir.Format;
import taskgateway.testkit.Slow;

/** The simulator's own routes on a free port, called over HTTP. */
@Slow
class SimulatorTest {

    private static final Map<String, String> HEADERS = Map.of(
            "Ssp-TraceID", "09a01679-2564-0fb4-5129-aecc81ea2706",
            "Ssp-From", "200000000359",
            "Ssp-To", "918999198993",
            "Ssp-InteractionID", "urn:nhs:names:services:gpconnect:fhir:rest:create:order-1",
            "Authorization", "Bearer eyJhbGciOiJub25lIn0.e30.",
            "Content-Type", "application/json+fhir;charset=utf-8");
    private static final String READ = "urn:nhs:names:services:gpconnect:fhir:rest:read:order-1";
    private static final String ORDER = """
            {"resourceType":"Order",
             "meta":{"profile":["http://fhir.nhs.net/StructureDefinition/gpconnect-task-order-1"]},
             "contained":[{"resourceType":"Basic","id":"text",
               "meta":{"profile":["http://fhir.nhs.net/StructureDefinition/gpconnect-task-description-basic-1"]},
               "text":{"status":"generated","div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\">Please review é.</div>"},
               "code":{"coding":[{"system":"http://fhir.nhs.net/ValueSet/gpconnect-task-narrative-1","code":"Task Narrative"}]}}],
             "identifier":[{"system":"urn:sender","value":"task-1"}],
             "date":"2018-02-01",
             "subject":{"reference":"Patient/1"},
             "source":{"reference":"Organization/1"},
             "target":{"reference":"Organization/2"},
             "reasonCodeableConcept":{"coding":[{"system":"http://fhir.nhs.net/ValueSet/gpconnect-task-type-1","code":"1"}]},
             "detail":[{"reference":"#text"}]}
            """;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static Main camel;
    private static String server;
    private static String base;

    @BeforeAll
    static void start() throws IOException {
        int port = freePort();
        server = "http://127.0.0.1:" + port;
        base = server + "/A20047/DSTU2/1";
        Directory directory = Directory.parse(Files.readString(Path.of("config/directory.yaml"))
                .replace("{{gateway.base}}", "http://localhost:8080").replace("{{simulator.base}}", server));
        camel = new Main();
        Simulator.beans(directory.provider("A20047").orElseThrow(), directory,
                Registry.load(Path.of("config/simulator/A20047"))).forEach(camel::bind);
        camel.addInitialProperty("simulator.port", Integer.toString(port));
        camel.configure().withRoutesIncludePattern("file:routes/simulator/*.camel.yaml");
        camel.start();
    }

    @AfterAll
    static void stop() {
        camel.stop();
    }

    @Test
    void createsAnOrder() throws Exception {
        HttpResponse<String> answer = post(ORDER, Map.of());

        assertThat(answer.statusCode()).isEqualTo(201);
        String location = answer.headers().firstValue("Location").orElseThrow();
        assertThat(location).matches("\\Q" + base + "\\E/Order/[A-Za-z0-9.-]{1,64}/_history/1");
        assertThat(answer.headers().firstValue("ETag")).contains("W/\"1\"");
        assertThat(answer.headers().firstValue("Last-Modified")).isPresent();
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json+fhir;charset=UTF-8");
        assertThat(answer.headers().firstValue("Ssp-TraceID")).contains(HEADERS.get("Ssp-TraceID"));
        Order order = (Order) Format.JSON.parser().parseResource(answer.body());
        assertThat(location).contains("/" + order.getId().getIdPart() + "/");
        assertThat(order.getId().getVersionIdPart()).isEqualTo("1");
        assertThat(order.getSubject().getReference().getValue()).isEqualTo(base + "/Patient/1");
        assertThat(order.getSource().getReference().getValue()).isEqualTo(base + "/Organization/1");
        assertThat(order.getTarget().getReference().getValue()).isEqualTo(base + "/Organization/2");
        assertThat(order.getDetail().get(0).getReference().getValue()).isEqualTo("#text");
        assertThat(answer.body()).contains("\"lastUpdated\"", "review é", "\"task-1\"", "gpconnect-task-order-1");
    }

    @Test
    void sendsNothingOfTheRequestBack() throws Exception {
        assertThat(post(ORDER, Map.of("X-Echo", "x")).headers().map())
                .doesNotContainKeys("authorization", "x-echo", "user-agent");
    }

    @Test
    void readsWhatItCreated() throws Exception {
        String location = post(ORDER, Map.of()).headers().firstValue("Location").orElseThrow();

        HttpResponse<String> version = get(location);
        HttpResponse<String> current = get(location.replace("/_history/1", ""));

        assertThat(version.statusCode()).isEqualTo(200);
        assertThat(version.headers().firstValue("Location")).isEmpty();
        assertThat(current.body()).isEqualTo(version.body()).contains("task-1");
        assertThat(get(location.replace("/_history/1", "/_history/2")).statusCode()).isEqualTo(404);
    }

    @Test
    void saysThatThereIsNoSuchOrder() throws Exception {
        HttpResponse<String> answer = get(base + "/Order/none");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(codes(answer)).containsExactly("NO_RECORD_FOUND");
        assertThat(answer.body()).contains("gpconnect-operationoutcome-1");
    }

    @Test
    void acceptsReferencesUnderItsOwnBase() throws Exception {
        assertThat(post(ORDER.replace("Patient/1", base + "/Patient/1"), Map.of()).statusCode()).isEqualTo(201);
    }

    @Test
    void answersInXmlWhenAskedTo() throws Exception {
        HttpResponse<String> answer = post(ORDER, Map.of("Accept", "application/xml+fhir"));

        assertThat(answer.headers().firstValue("Content-Type")).contains("application/xml+fhir;charset=UTF-8");
        assertThat(answer.body()).startsWith("<Order");
    }

    @ParameterizedTest
    @CsvSource({"Patient/1,Patient/2,400,INVALID_PATIENT_DEMOGRAPHICS", "Patient/1,Patient/3,403,NON_AUTHORITATIVE",
        "Patient/1,Patient/4,403,NO_PATIENT_CONSENT", "Organization/2,Organization/3,403,NON_AUTHORITATIVE",
        "Patient/1,Patient/9,422,REFERENCE_NOT_FOUND", "Patient/1,https://x.example/Patient/1,422,REFERENCE_NOT_FOUND",
        "date,dates,422,INVALID_RESOURCE"})
    void refusesTaskThatBreaksARule(String good, String spoilt, int status, String code) throws Exception {
        HttpResponse<String> answer = post(ORDER.replace(good, spoilt), Map.of());

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(codes(answer)).containsExactly(code);
    }

    @Test
    void refusesIdOfTheSender() throws Exception {
        HttpResponse<String> answer = post(ORDER.replace("\"date\"", "\"id\":\"7\",\"date\""), Map.of());

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(codes(answer)).containsExactly("BAD_REQUEST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "\"text\"", "{}", "{\"resourceType\":\"Patient\"}", "<Order/>"})
    void refusesBodyThatIsNoOrder(String body) throws Exception {
        HttpResponse<String> answer = post(body, Map.of());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(codes(answer)).containsExactly("BAD_REQUEST");
    }

    @ParameterizedTest
    @CsvSource({"Ssp-TraceID,,400", "Ssp-From,,400", "Ssp-To,918999198994,400", "Ssp-InteractionID,urn:x,400",
        "Authorization,Basic YTpi,400", "Authorization,Bearer a.b,400", "Content-Type,text/plain,415",
        "Accept,text/html,415"})
    void refusesWrongHeader(String name, String value, int status) throws Exception {
        HttpResponse<String> answer = post(ORDER, Map.of(name, value == null ? "" : value));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(codes(answer)).containsExactly("BAD_REQUEST");
    }

    @Test
    void takesNoHeaderFromTheQuery() throws Exception {
        HttpRequest request = request(base + "/Order?Ssp-TraceID=x", Map.of("Ssp-TraceID", ""))
                .POST(BodyPublishers.ofString(ORDER)).build();

        assertThat(send(request).statusCode()).isEqualTo(400);
    }

    @Test
    void refusesSenderThatItDoesNotKnow() throws Exception {
        HttpResponse<String> answer = post(ORDER, Map.of("Ssp-From", "200000000999"));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(codes(answer)).containsExactly("NO_ORGANISATIONAL_CONSENT");
    }

    @ParameterizedTest
    @CsvSource({"GET,/Order,400", "PUT,/Order/1,400", "PATCH,/Order/1,405", "POST,/Appointment,501",
            "GET,/metadata,501"})
    void refusesWhatItDoesNotDo(String verb, String path, int status) throws Exception {
        HttpRequest request = request(base + path, Map.of()).method(verb, BodyPublishers.noBody()).build();

        assertThat(send(request).statusCode()).isEqualTo(status);
    }

    @Test
    void takesTaskOfTheLargestSize() throws Exception {
        String large = ORDER.replace("Please review", "x".repeat(4 << 20));

        assertThat(post(large, Map.of()).statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void servesHapisOwnClient(Format format) {
        Order order = (Order) Format.JSON.parser().parseResource(ORDER);

        MethodOutcome outcome = client("create").create().resource(format.encode(order)).execute();

        assertThat(outcome.getCreated()).isTrue();
        assertThat(outcome.getId().getVersionIdPart()).isEqualTo("1");
        Order read = client("read").read().resource(Order.class).withId(outcome.getId().getIdPart()).execute();
        assertThat(read.getSubject().getReference().getValue()).isEqualTo(base + "/Patient/1");
    }

    @Test
    void tellsHapisOwnClientWhatIsWrong() {
        Order order = (Order) Format.JSON.parser().parseResource(ORDER.replace("Patient/1", "Patient/9"));

        UnprocessableEntityException e = catchThrowableOfType(UnprocessableEntityException.class,
                () -> client("create").create().resource(order).execute());

        OperationOutcome outcome = (OperationOutcome) e.getOperationOutcome();
        assertThat(outcome.getIssueFirstRep().getLocation().get(0).getValue())
                .isEqualTo("/f:Order/f:subject/f:reference");
        assertThatExceptionOfType(ResourceNotFoundException.class)
                .isThrownBy(() -> client("read").read().resource(Order.class).withId("none").execute());
    }

    @Test
    void legacyEndpointAcknowledgesAndLists() throws Exception {
        HttpResponse<String> first =
                legacy("{\"identifier\":\"legacy-1\",\"text\":\"Please call.\"}", "application/json");
        HttpResponse<String> again = legacy("{\"identifier\":[{\"system\":\"urn:s\",\"value\":\"legacy-1\"}]}",
                "application/json+fhir;charset=UTF-8");

        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(first.body()).isEqualTo("{\"status\":\"accepted\",\"identifier\":\"legacy-1\",\"repeat\":false}");
        assertThat(again.body()).contains("\"repeat\":true");
        HttpResponse<String> list = send(HttpRequest.newBuilder(URI.create(server + "/legacy/C83615/tasks")).build());
        assertThat(list.body()).isEqualTo("{\"received\":[\"legacy-1\",\"legacy-1\"]}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|',
            value = {"{}|application/json|400", "[1]|application/json|400", "text|application/json|400",
        "{\"identifier\":null}|application/json|400", "{\"identifier\":[]}|application/json|400",
        "{}|text/plain|415"})
    void legacyEndpointRefusesWhatIsNoTask(String body, String type, int status) throws Exception {
        assertThat(legacy(body, type).statusCode()).isEqualTo(status);
    }

    private static HttpResponse<String> legacy(String body, String type) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(server + "/legacy/C83615/tasks")).header("Content-Type", type)
                .POST(BodyPublishers.ofString(body)).build());
    }

    private static HttpResponse<String> post(String body, Map<String, String> others) throws Exception {
        return send(request(base + "/Order", others).POST(BodyPublishers.ofString(body)).build());
    }

    private static HttpResponse<String> get(String url) throws Exception {
        return send(request(url, Map.of("Ssp-InteractionID", READ)).GET().build());
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        return HTTP.send(request, BodyHandlers.ofString());
    }

    /** A request with the usual headers; in others, a blank value leaves a header out. */
    private static HttpRequest.Builder request(String url, Map<String, String> others) {
        Map<String, String> headers = new LinkedHashMap<>(HEADERS);
        headers.putAll(others);
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(url));
        headers.forEach((name, value) -> {
            if (!value.isBlank()) {
                builder.header(name, value);
            }
        });
        return builder;
    }

    private static IGenericClient client(String verb) {
        Dstu2.CONTEXT.getRestfulClientFactory().setServerValidationMode(ServerValidationModeEnum.NEVER);
        IGenericClient client = Dstu2.CONTEXT.newRestfulGenericClient(base);
        AdditionalRequestHeadersInterceptor headers = new AdditionalRequestHeadersInterceptor();
        HEADERS.entrySet().stream().filter(header -> !header.getKey().equals("Content-Type"))
                .forEach(header -> headers.addHeaderValue(header.getKey(), header.getValue().replace("create", verb)));
        client.registerInterceptor(headers);
        return client;
    }

    private static List<String> codes(HttpResponse<String> answer) throws IOException {
        JsonNode outcome = new ObjectMapper().readTree(answer.body());
        assertThat(outcome.path("resourceType").asText()).isEqualTo("OperationOutcome");
        return outcome.path("issue").findValues("details").stream()
                .map(details -> details.path("coding").path(0).path("code").asText()).toList();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
