package taskgateway.command.send;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLHandshakeException;
import taskgateway.command.ClientFault;
import taskgateway.tls.ClientTls;

/**
 * Posts a task once: a task that may have been sent is never sent again.
 *
 * @param url     where to
 * @param timeout for the whole exchange, the answer's last byte included
 * @param tls     for https; the host name is verified
 */
record HttpSender(URI url, Duration timeout, ClientTls tls) {

    /** @throws ClientFault when no answer came, saying whether the task can have been sent */
    GatewayAnswer send(HeaderFields headers, String body) {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(tls.context())
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout.dividedBy(2)) // Sooner than the whole, to tell the two apart.
                .build();
        HttpRequest request = request(headers, body);
        try {
            return answer(client.sendAsync(request, BodyHandlers.ofByteArray())
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            throw ClientFault.unknown("No answer within " + timeout.toSeconds() + " s: the outcome is unknown.", e);
        } catch (ExecutionException e) {
            throw fault(e.getCause());
        } catch (IOException e) {
            throw fault(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ClientFault.unknown("Interrupted: the outcome is unknown.", e);
        }
    }

    private HttpRequest request(HeaderFields headers, String body) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(url).POST(BodyPublishers.ofString(body));
            headers.all().forEach((name, values) -> values.forEach(value -> request.header(name, value)));
            return request.build();
        } catch (IllegalArgumentException e) {
            throw new ClientFault("Cannot make the request: " + e.getMessage(), e);
        }
    }

    private ClientFault fault(Throwable cause) {
        String peer = url.getAuthority();
        if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
            return new ClientFault("Cannot connect to " + peer + ": is the gateway running? Nothing was sent.", cause);
        }
        if (cause instanceof SSLHandshakeException) {
            return new ClientFault("No TLS with " + peer + ": " + cause.getMessage() + " Nothing was sent.", cause);
        }
        return ClientFault.unknown("The connection broke before the answer was whole: the outcome is unknown.", cause);
    }

    private static GatewayAnswer answer(HttpResponse<byte[]> response) throws IOException {
        HeaderFields headers = new HeaderFields();
        response.headers().map().forEach((name, values) -> headers.set(name, String.join(", ", values)));
        byte[] body = response.body();
        if ("gzip".equalsIgnoreCase(headers.first("Content-Encoding"))) {
            body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
        }
        return new GatewayAnswer(response.statusCode(), headers, new String(body, StandardCharsets.UTF_8));
    }
}
