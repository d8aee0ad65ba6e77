package taskgateway.bench;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A provider's FHIR server that costs next to nothing: it answers every create with the same 201 and Order. */
final class StubProvider {

    private static final String ORDER = "Order/5c5f1a52-7f4c-4a1e-9a45-5a1f6a1c0b7d";

    private StubProvider() {
    }

    /**
     * @param args its port
     */
    public static void main(String[] args) throws IOException {
        String body = Files.readString(Path.of("examples/task.json"))
                .replaceFirst("\"meta\"", "\"id\": \"" + ORDER.substring("Order/".length()) + "\", \"meta\"");
        Vertx.vertx().createHttpServer()
                .requestHandler(request -> answer(request, body))
                .listen(Integer.parseInt(args[0]), "127.0.0.1");
    }

    private static void answer(HttpServerRequest request, String body) {
        request.endHandler(read -> request.response()
                .setStatusCode(201)
                .putHeader("Content-Type", "application/json+fhir;charset=UTF-8")
                .putHeader("Location", "http://127.0.0.1/" + ORDER + "/_history/1")
                .end(body));
    }
}
