package taskgateway.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import taskgateway.directory.Consumer;
import taskgateway.directory.Directory;
import taskgateway.directory.Provider;
import taskgateway.fhir.Format;
import taskgateway.token.TokenIssuer;

/**
 * A consumer system for tests: makes good requests, which a test then spoils in one place, and sends them over HTTP.
 */
public final class Sender {

    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final String DEMO = "200000000359";

    private final String base;
    private final Directory directory;
    private final Consumer consumer;
    private final HttpClient http;

    public Sender(RunningGateway gateway) {
        this(gateway, DEMO);
    }

    /** Another consumer of the test directory. */
    public Sender(RunningGateway gateway, String asid) {
        this(gateway.base(), gateway.camel().getRegistry().findSingleByType(Directory.class), asid);
    }

    /**
     * A sender to a gateway in another process.
     *
     * @param base      the gateway's base URL
     * @param directory the gateway's directory
     */
    public Sender(String base, Directory directory) {
        this(base, directory, DEMO);
    }

    private Sender(String base, Directory directory, String asid) {
        this(base, directory, directory.consumer(asid).orElseThrow(), HTTP);
    }

    private Sender(String base, Directory directory, Consumer consumer, HttpClient http) {
        this.base = base;
        this.directory = directory;
        this.consumer = consumer;
        this.http = http;
    }

    /** The same with another client, as TLS takes. */
    public Sender over(HttpClient other) {
        return new Sender(base, directory, consumer, other);
    }

    /** A sender to this address, with the directory of a gateway. */
    public static Sender at(String address, RunningGateway gateway) {
        return new Sender(address, gateway.camel().getRegistry().findSingleByType(Directory.class));
    }

    /** A sender that knows the gateway by another of its names. */
    public static Sender to(RunningGateway gateway, String base) {
        return new Sender(base, gateway.camel().getRegistry().findSingleByType(Directory.class));
    }

    /** The worked example in JSON, dated today. */
    public static String json() {
        return today("examples/task.json");
    }

    /** The worked example in XML, dated today. */
    public static String xml() {
        return today("examples/task.xml");
    }

    /** Today's date, as a task must have it. */
    public static String today() {
        return LocalDate.now(ZoneId.of("Europe/London")).toString();
    }

    private static String today(String file) {
        try {
            return Files.readString(Path.of(file)).replace("2014-12-11", today());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Whether there is such a provider. */
    public boolean knows(String ods) {
        return directory.provider(ods).isPresent();
    }

    /** Good headers for a request of this scope and interaction to a provider. */
    public Map<String, String> headers(String ods, String interaction, String scope) {
        Provider provider = directory.provider(ods).orElseThrow();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Ssp-TraceID", UUID.randomUUID().toString());
        headers.put("Ssp-From", consumer.asid());
        headers.put("Ssp-To", provider.asid());
        headers.put("Ssp-InteractionID", "urn:nhs:names:services:gpconnect:fhir:rest:" + interaction);
        headers.put("Authorization",
                "Bearer " + new TokenIssuer().issue(consumer, provider.serviceRoot(), scope, Instant.now()));
        return headers;
    }

    /** Good headers for a read of the conformance statement. */
    public Map<String, String> metadataHeaders(String ods) {
        return headers(ods, "read:metadata-1", "organization/*.read");
    }

    /** Good headers for a create in JSON. */
    public Map<String, String> createHeaders(String ods) {
        Map<String, String> headers = headers(ods, "create:order-1", TokenIssuer.WRITE);
        headers.put("Content-Type", "application/json+fhir");
        return headers;
    }

    /** Good headers for a read of an Order. */
    public Map<String, String> readHeaders(String ods) {
        return headers(ods, "read:order-1", "organization/*.read");
    }

    /** Sends a create to the provider's service root. */
    public HttpResponse<String> create(String ods, Map<String, String> headers, String body) {
        return send("POST", "/" + ods + "/DSTU2/1/Order", headers, body);
    }

    /**
     * Sends any request; the path is put behind the gateway's base URL. A null body is none. The answer, when it is
     * FHIR, has been validated.
     */
    public HttpResponse<String> send(String verb, String path, Map<String, String> headers, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path)).method(verb, body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofByteArray(body.getBytes(StandardCharsets.UTF_8)));
        headers.forEach(request::header);
        try {
            return conforming(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("no answer", e);
        }
    }

    /**
     * Whatever the test is about: no answer leaves the gateway without its date, and none in FHIR that does not
     * conform.
     */
    private static HttpResponse<String> conforming(HttpResponse<String> answer) {
        AnswerValidator.assertDated(answer.headers().allValues("Date"));
        if (!answer.body().isEmpty()) {
            answer.headers().firstValue("Content-Type").flatMap(Format::ofMediaType)
                    .ifPresent(format -> AnswerValidator.assertConforms(answer.body(), format));
        }
        return answer;
    }
}
