package taskgateway.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A legacy system's HTTP endpoint: it answers with statuses in their order, and then with 200. */
public final class LegacyEndpoint implements AutoCloseable {

    /** Stands for an answer that does not come before the endpoint is released. */
    public static final int SILENT = 0;

    /**
     * A request that came in.
     *
     * @param status what it was answered, 0 for nothing
     * @param nanos  when, as {@link System#nanoTime()}
     */
    public record Received(String method, String path, Map<String, String> headers, String body, int status,
            long nanos) {
    }

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch released = new CountDownLatch(1);
    private final Deque<Integer> statuses = new ConcurrentLinkedDeque<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    public LegacyEndpoint(int port, Integer... statuses) throws IOException {
        this.statuses.addAll(List.of(statuses));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /** From now on it answers with these, and then with 200. */
    public void answers(Integer... next) {
        statuses.clear();
        statuses.addAll(List.of(next));
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/tasks";
    }

    public List<Received> received() {
        return received;
    }

    public List<Received> taken() {
        return received.stream().filter(request -> request.status() == 200).toList();
    }

    private void answer(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, String.join(", ", values)));
        long nanos = System.nanoTime();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Integer next = statuses.poll();
        int status = next == null ? 200 : next;
        received.add(new Received(exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers, body,
                status, nanos));
        if (status == SILENT) {
            awaitRelease();
        } else {
            exchange.getResponseHeaders().add("Location", url());
            exchange.sendResponseHeaders(status, -1);
        }
        exchange.close();
    }

    private void awaitRelease() {
        try {
            released.await(Patience.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        released.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
