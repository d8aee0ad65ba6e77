package taskgateway.directory.sds;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import taskgateway.rules.Refusal;

/** The directory's national FHIR (R4) API: two searches with an API key. */
final class FhirDirectory implements SpineDirectory {

    private static final JsonMapper JSON = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
    private static final String IDS = "https://fhir.nhs.uk/Id/";

    private final String server;
    private final String apiKey;
    private final HttpClient http;

    /**
     * @param server base URL of the API
     * @param apiKey sent with every request
     * @param http   that follows no redirects: the key is for this server alone
     */
    FhirDirectory(URI server, String apiKey, HttpClient http) {
        this.server = server.toString().replaceFirst("/+$", "");
        this.apiKey = apiKey;
        this.http = http;
    }

    @Override
    public Search open(Deadline deadline) {
        return new FhirSearch(deadline);
    }

    private final class FhirSearch implements Search {

        private final Deadline deadline;

        private FhirSearch(Deadline deadline) {
            this.deadline = deadline;
        }

        @Override
        public List<AccreditedSystem> systems(String ods, String interaction) {
            return search("Device", ods, interaction).stream()
                    .map(it -> new AccreditedSystem(identifier(it, "nhsSpineASID"), identifier(it, "nhsMhsPartyKey")))
                    .toList();
        }

        @Override
        public List<Endpoint> endpoints(String ods, String interaction, String partyKey) {
            return search("Endpoint", ods, interaction, IDS + "nhsMhsPartyKey|" + partyKey).stream()
                    .map(it -> new Endpoint(it.path("address").asText("").strip(), identifier(it, "nhsMhsFQDN")))
                    .toList();
        }

        private List<JsonNode> search(String type, String ods, String interaction, String... further) {
            List<String> identifiers = new ArrayList<>(List.of(IDS + "nhsServiceInteractionId|" + interaction));
            identifiers.addAll(List.of(further));
            String query = "?organization=" + encoded(IDS + "ods-organization-code|" + ods)
                    + identifiers.stream().map(it -> "&identifier=" + encoded(it)).collect(Collectors.joining());
            return active(type, ods, interaction, read(type, ask(type, type + query)));
        }

        private byte[] ask(String type, String search) {
            String correlation = UUID.randomUUID().toString();
            HttpRequest request = HttpRequest.newBuilder(URI.create(server + "/" + search))
                    .header("apikey", apiKey).header("X-Correlation-Id", correlation)
                    .header("Accept", "application/fhir+json").build();
            CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(request, LimitedBody.handler());
            String fault;
            try {
                HttpResponse<byte[]> response = answer.get(deadline.millis(), TimeUnit.MILLISECONDS);
                if (response.statusCode() == 200) {
                    return response.body();
                }
                fault = "status " + response.statusCode();
            } catch (TimeoutException e) {
                answer.cancel(true);
                fault = "no answer in time";
            } catch (ExecutionException e) {
                fault = e.getCause() instanceof javax.net.ssl.SSLException ? "TLS failed"
                        : "connection or answer broken off";
            } catch (InterruptedException e) {
                answer.cancel(true);
                Thread.currentThread().interrupt();
                fault = "interrupted";
            }
            throw unavailable(type, fault + ", X-Correlation-Id " + correlation);
        }

        @Override
        public void close() {
            // Connections are the HTTP client's.
        }
    }

    /** The resources of this type in a searchset. */
    private List<JsonNode> read(String type, byte[] body) {
        JsonNode bundle;
        try {
            bundle = JSON.readTree(body);
        } catch (IOException e) {
            throw unavailable(type, "the answer is not JSON");
        }
        if (!bundle.path("resourceType").asText().equals("Bundle")
                || !bundle.path("type").asText().equals("searchset")) {
            throw unavailable(type, "the answer is no searchset");
        }
        if (stream(bundle.path("link")).anyMatch(link -> link.path("relation").asText().equals("next"))) {
            throw unavailable(type, "the answer to a search for one entry has further pages");
        }
        return stream(bundle.path("entry")).map(entry -> entry.path("resource"))
                .filter(resource -> resource.path("resourceType").asText().equals(type)).toList();
    }

    /** FHIR lets an entry say that it is not to be used. */
    private static List<JsonNode> active(String type, String ods, String interaction, List<JsonNode> found) {
        if (found.stream().anyMatch(it -> !it.path("status").asText("active").equals("active"))) {
            throw LookUpFaults.unusable(ods, interaction, "a " + type + " of it is not active");
        }
        return found;
    }

    private static String identifier(JsonNode resource, String name) {
        return SpineDirectory.joinValues(stream(resource.path("identifier"))
                .filter(it -> it.path("system").asText().equals(IDS + name)).map(it -> it.path("value").asText())
                .toList());
    }

    private static java.util.stream.Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private Refusal unavailable(String type, String fault) {
        return LookUpFaults.unavailable(server + "/" + type, fault);
    }
}
