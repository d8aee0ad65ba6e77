package taskgateway.deliver;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpUriRequest;
import org.apache.http.conn.ClientConnectionManager;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.params.HttpParams;
import org.apache.http.protocol.HttpContext;

/**
 * An HTTP client whose every exchange ends by a deadline, the response's body included: a provider that drips its answer
 * byte by byte holds no worker for longer. It follows no redirects, repeats nothing and keeps no cookies.
 */
@SuppressWarnings("deprecation") // The base class of HttpClient 4 still declares getParams and getConnectionManager.
public final class DeadlineHttpClient extends CloseableHttpClient {

    private final CloseableHttpClient client;
    private final ScheduledExecutorService clock;
    private final Duration deadline;

    /**
     * @param connect     how long a connection may take to be made
     * @param deadline    how long an exchange may take from its start to its last byte
     * @param connections at most so many at once to one provider
     * @param clock       runs the deadlines; the caller stops it
     */
    public DeadlineHttpClient(Duration connect, Duration deadline, int connections, ScheduledExecutorService clock) {
        RequestConfig config = RequestConfig.custom()
                .setConnectTimeout((int) connect.toMillis())
                .setConnectionRequestTimeout((int) connect.toMillis())
                .setSocketTimeout((int) deadline.toMillis())
                .setRedirectsEnabled(false)
                .build();
        this.client = HttpClients.custom()
                .setDefaultRequestConfig(config)
                .setMaxConnPerRoute(connections)
                .setMaxConnTotal(Integer.MAX_VALUE)
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .build();
        this.clock = clock;
        this.deadline = deadline;
    }

    @Override
    protected CloseableHttpResponse doExecute(HttpHost target, HttpRequest request, HttpContext context) throws IOException {
        // Weak, so that an exchange that ended long ago holds no memory until its deadline; ended, an abort does nothing.
        WeakReference<HttpUriRequest> exchange = new WeakReference<>((HttpUriRequest) request);
        clock.schedule(() -> abort(exchange.get()), deadline.toMillis(), TimeUnit.MILLISECONDS);
        return client.execute(target, request, context);
    }

    private static void abort(HttpUriRequest exchange) {
        if (exchange != null) {
            exchange.abort();
        }
    }

    @Override
    public HttpParams getParams() {
        return client.getParams();
    }

    @Override
    public ClientConnectionManager getConnectionManager() {
        return client.getConnectionManager();
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
