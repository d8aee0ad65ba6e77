package taskgateway.command.send;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A real HTTP server on a free port, which keeps the last request and gives the answer it was told to give. */
final class HttpGateway implements AutoCloseable {

    private final HttpServer server;
    private int status = 201;
    private Map<String, String> answerHeaders = Map.of("Content-Type", SampleAnswers.JSON);
    private byte[] answer = SampleAnswers.ORDER.getBytes(StandardCharsets.UTF_8);

    volatile String uri;
    volatile Headers headers;
    volatile String body;

    HttpGateway() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    String base() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void answers(int withStatus, Map<String, String> withHeaders, byte[] withBody) {
        status = withStatus;
        answerHeaders = withHeaders;
        answer = withBody;
    }

    private void handle(HttpExchange exchange) throws IOException {
        uri = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        headers = exchange.getRequestHeaders();
        body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        answerHeaders.forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
