package taskgateway.directory.sds;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** The national FHIR API's two searches, as far as its public description goes. */
final class FakeFhirSds implements FakeSds {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String IDS = "https://fhir.nhs.uk/Id/";
    private static final String BASE = "/spine-directory/FHIR/R4";

    /** An entry, and the search parameters by which it is found. */
    private record SdsEntry(String type, Set<String> found, ObjectNode resource) {
    }

    private final SSLContext tls;
    private final List<SdsEntry> entries = new CopyOnWriteArrayList<>();
    private final AtomicInteger questions = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile Duration delay = Duration.ZERO;
    private volatile String instead;
    private HttpsServer server;
    private int port;

    FakeFhirSds(SelfSigned pem, SelfSigned client) throws Exception {
        tls = pem.server(client);
        up();
    }

    /** From now on every question is answered with this body; null for what it should be. */
    void answers(String body) {
        instead = body;
    }

    @Override
    public String url() {
        return "https://localhost:" + port + BASE;
    }

    @Override
    public void system(String ods, String interaction, String asid, String partyKey) {
        ObjectNode device =
                JSON.createObjectNode().put("resourceType", "Device").put("id", UUID.randomUUID().toString());
        identifier(device, "nhsSpineASID", asid);
        identifier(device, "nhsMhsPartyKey", partyKey);
        device.putObject("owner").putObject("identifier").put("system", IDS + "ods-organization-code")
                .put("value", ods);
        entries.add(new SdsEntry("Device", parameters(ods, interaction, null), device));
    }

    @Override
    public void endpoint(String ods, String interaction, String partyKey, String address, String fqdn) {
        ObjectNode endpoint =
                JSON.createObjectNode().put("resourceType", "Endpoint").put("id", UUID.randomUUID().toString())
                .put("status", "active");
        identifier(endpoint, "nhsMhsPartyKey", partyKey);
        if (fqdn != null) {
            identifier(endpoint, "nhsMhsFQDN", fqdn);
        }
        if (address != null) {
            endpoint.put("address", address);
        }
        entries.add(new SdsEntry("Endpoint", parameters(ods, interaction, partyKey), endpoint));
    }

    private static void identifier(ObjectNode resource, String name, String value) {
        resource.withArrayProperty("identifier").addObject().put("system", IDS + name).put("value", value);
    }

    private static Set<String> parameters(String ods, String interaction, String partyKey) {
        Set<String> parameters = new TreeSet<>(Set.of("organization=" + IDS + "ods-organization-code|" + ods,
                "identifier=" + IDS + "nhsServiceInteractionId|" + interaction));
        if (partyKey != null) {
            parameters.add("identifier=" + IDS + "nhsMhsPartyKey|" + partyKey);
        }
        return parameters;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            questions.incrementAndGet();
            UUID.fromString(exchange.getRequestHeaders().getFirst("X-Correlation-Id"));
            if (!API_KEY.equals(exchange.getRequestHeaders().getFirst("apikey"))) {
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            closed.await(delay.toMillis(), TimeUnit.MILLISECONDS);
            byte[] body = (instead == null ? searchset(exchange) : instead).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/fhir+json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String searchset(HttpExchange exchange) {
        String type = exchange.getRequestURI().getPath().substring(BASE.length() + 1);
        Set<String> asked = new TreeSet<>();
        for (String parameter : exchange.getRequestURI().getRawQuery().split("&")) {
            asked.add(URLDecoder.decode(parameter, StandardCharsets.UTF_8));
        }
        ObjectNode bundle = JSON.createObjectNode().put("resourceType", "Bundle").put("type", "searchset");
        ArrayNode found = bundle.putArray("entry");
        entries.stream().filter(entry -> entry.type().equals(type) && entry.found().equals(asked))
                .forEach(entry -> found.addObject().set("resource", entry.resource()));
        return bundle.put("total", found.size()).toString();
    }

    @Override
    public void clear() {
        entries.clear();
    }

    @Override
    public void slow(Duration delay) {
        this.delay = delay;
    }

    @Override
    public int questions() {
        return questions.get();
    }

    @Override
    public void down() {
        server.stop(0);
    }

    @Override
    public void up() throws IOException {
        server = HttpsServer.create(new InetSocketAddress("127.0.0.1", port), 100);
        port = server.getAddress().getPort();
        server.setHttpsConfigurator(new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters needed = tls.getDefaultSSLParameters();
                needed.setNeedClientAuth(true);
                parameters.setSSLParameters(needed);
            }
        });
        server.setExecutor(threads);
        server.createContext(BASE, this::handle);
        server.start();
    }

    @Override
    public void close() {
        closed.countDown();
        down();
        threads.shutdownNow();
    }
}
