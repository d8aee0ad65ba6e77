package taskgateway.chaos;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import taskgateway.testkit.Responses;

/** A provider's FHIR server that takes every task, and counts how often it was sent each, by the task's identifier. */
public final class FakeFhir implements AutoCloseable {

    private static final Pattern IDENTIFIER = Pattern.compile("\"value\"\\s*:\\s*\"(\\d{12}\\.[0-9a-f-]{36})\"");

    private final Map<String, Integer> posts = new ConcurrentHashMap<>();
    private final Map<String, String> orders = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private volatile CountDownLatch held = new CountDownLatch(0);

    /**
     * @param port to listen on, 0 for any
     */
    public FakeFhir(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/fhir";
    }

    /** How often each task was sent. */
    public Map<String, Integer> posts() {
        return Map.copyOf(posts);
    }

    /** From now on tasks that have come are answered when this says so. */
    public void holdUntil(CountDownLatch open) {
        held = open;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json+fhir;charset=UTF-8");
        if (exchange.getRequestMethod().equals("POST")) {
            Matcher identifier = IDENTIFIER.matcher(body);
            posts.merge(identifier.find() ? identifier.group(1) : "none", 1, Integer::sum);
            awaitOpen();
            String id = UUID.randomUUID().toString();
            orders.put(id, Responses.kept(body, id));
            exchange.getResponseHeaders().add("Location", "Order/" + id + "/_history/1");
            send(exchange, 201, orders.get(id));
        } else {
            String order = orders.get(exchange.getRequestURI().getPath().replaceAll(".*/Order/|/_history.*", ""));
            send(exchange, order == null ? 404 : 200, order == null ? "" : order);
        }
    }

    private void awaitOpen() {
        try {
            held.await();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
