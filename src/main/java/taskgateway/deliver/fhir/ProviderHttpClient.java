package taskgateway.deliver.fhir;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import org.apache.http.HttpClientConnection;
import org.apache.http.HttpException;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.client.methods.HttpUriRequest;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.conn.ClientConnectionManager;
import org.apache.http.conn.ConnectTimeoutException;
import org.apache.http.conn.ConnectionPoolTimeoutException;
import org.apache.http.conn.HttpConnectionFactory;
import org.apache.http.conn.ManagedHttpClientConnection;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.socket.PlainConnectionSocketFactory;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.DefaultConnectionKeepAliveStrategy;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;
import org.apache.http.params.HttpParams;
import org.apache.http.protocol.BasicHttpContext;
import org.apache.http.protocol.HttpContext;
import org.apache.http.protocol.HttpRequestExecutor;
import taskgateway.rules.Refusal;
import taskgateway.rules.Rule;

/**
 * One exchange with a FHIR provider: it ends by a deadline, its response is bounded, and when it fails the refusal says
 * whether the task may have arrived. That is decided by the one fact that matters: whether the first byte of the
 * request was about to leave. Nothing is sent twice, no redirect is followed, no cookie is kept.
 */
// HttpClient 4: getParams, getConnectionManager, and the check of every connection before use.
@SuppressWarnings("deprecation")
public final class ProviderHttpClient extends CloseableHttpClient {

    /** A busy provider's turn is waited for no longer than a whole command may take (specification, section 9). */
    private static final Duration TURN = Duration.ofMillis(250);

    /** A provider whose certificate is revoked is not called for longer on a connection that was made before. */
    private static final Duration LIFE = Duration.ofMinutes(1);

    /** Shorter than servers keep idle connections, so that none is closed at the moment it is used again. */
    private static final Duration IDLE = Duration.ofSeconds(4);

    private static final String SENT = "taskgateway.sent";

    private final CloseableHttpClient client;
    private final ProviderResponses responses;
    private final ScheduledThreadPoolExecutor clock =
            new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "deadlines"));
    private final Duration connect;
    private final Duration deadline;
    private final SecurityProxy proxy;

    /**
     * @param limit   the largest response body, unpacked, in bytes
     * @param sockets TLS with providers
     */
    public ProviderHttpClient(DeliverySettings settings, int limit, ProviderSockets sockets) {
        this.connect = settings.connect();
        this.deadline = settings.deadline();
        this.proxy = settings.proxy();
        HttpConnectionFactory<HttpRoute, ManagedHttpClientConnection> factory =
                (route, config) -> new ProviderConnection();
        PoolingHttpClientConnectionManager pool = new PoolingHttpClientConnectionManager(
                RegistryBuilder.<ConnectionSocketFactory>create().register("https", sockets)
                        .register("http", PlainConnectionSocketFactory.getSocketFactory()).build(),
                factory, null, null, LIFE.toMillis(), TimeUnit.MILLISECONDS);
        pool.setDefaultMaxPerRoute(settings.connections());
        pool.setMaxTotal(Integer.MAX_VALUE);
        this.client = HttpClients.custom()
                .setConnectionManager(pool)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectTimeout((int) connect.toMillis())
                        .setConnectionRequestTimeout((int) TURN.toMillis())
                        .setSocketTimeout((int) deadline.toMillis())
                        .setStaleConnectionCheckEnabled(true)
                        // A provider behind a forward proxy has a URL as its path, whose // must stay.
                        .setNormalizeUri(false)
                        .build())
                .setKeepAliveStrategy(ProviderHttpClient::idle)
                .setRequestExecutor(new Sending())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableConnectionState()
                .build();
        this.responses = new ProviderResponses(limit);
        clock.setRemoveOnCancelPolicy(true);
    }

    @Override
    protected CloseableHttpResponse doExecute(HttpHost target, HttpRequest request, HttpContext given)
            throws IOException {
        HttpContext context = new BasicHttpContext(given);
        HttpHost peer = proxy.peer(target, request);
        boolean create = request instanceof HttpPost;
        AtomicBoolean late = new AtomicBoolean();
        Future<?> abort = clock.schedule(() -> {
            late.set(true);
            ((HttpUriRequest) request).abort();
        }, deadline.toMillis(), TimeUnit.MILLISECONDS);
        // Closed when it has been read, which gives its connection back, or when it has not, which ends the connection.
        try (CloseableHttpResponse response = client.execute(peer, request, context)) {
            responses.read(response, create);
            return response;
        } catch (Refusal answered) {
            throw answered;
        } catch (IOException | RuntimeException failure) {
            throw context.getAttribute(SENT) != null ? unanswered(create, failure, late.get())
                    : unsent(failure, late.get());
        } finally {
            abort.cancel(false);
        }
    }

    private Refusal unsent(Exception failure, boolean late) {
        if (failure instanceof ConnectionPoolTimeoutException) {
            return Rule.TOO_BUSY.found(
                    "The provider's system has as many requests to answer as it is given. Nothing was sent.")
                    .refusal(Duration.ofSeconds(1))
                    .because("has all its connections in use (gateway.deliver.connections)");
        }
        String limit = late ? within(deadline) : failure instanceof ConnectTimeoutException ? within(connect) : null;
        return Rule.PROVIDER_OFFLINE.found("The provider's system cannot be reached"
                + (limit == null ? "" : ": there was no connection " + limit) + ". Nothing was sent.").refusal()
                .because(limit == null ? fault(failure) : "could not be connected to " + limit);
    }

    /** For an operator, in words: a log holds no class names and no messages, which may quote what was read. */
    private static String fault(Exception failure) {
        if (failure instanceof UnknownHostException) {
            return "was not reached: unknown host";
        }
        if (failure instanceof SSLException) {
            return "was not reached: TLS failed";
        }
        return "was not reached: "
                + (failure instanceof ConnectException ? "connection refused" : "connection broken off");
    }

    private Refusal unanswered(boolean create, Exception failure, boolean late) {
        boolean timedOut = late || failure instanceof InterruptedIOException;
        String words = timedOut ? "did not answer in full " + within(deadline)
                : "broke off before it had answered in full";
        return Rule.OUTCOME_UNKNOWN.found(create
                ? "Outcome unknown: the task was sent, but the provider's system " + words + ". It may have the task."
                : "The provider's system " + words + ".").refusal().because(words);
    }

    private static String within(Duration limit) {
        return "within " + limit.toSeconds() + " s";
    }

    private static long idle(HttpResponse response, HttpContext context) {
        long theirs = DefaultConnectionKeepAliveStrategy.INSTANCE.getKeepAliveDuration(response, context);
        return theirs < 0 ? IDLE.toMillis() : Math.min(theirs, IDLE.toMillis());
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
        clock.shutdownNow();
        client.close();
    }

    /** Notes that a request is about to leave: a connection is there and, where it is a secure one, trusted. */
    private static final class Sending extends HttpRequestExecutor {

        @Override
        public HttpResponse execute(HttpRequest request, HttpClientConnection connection, HttpContext context)
                throws IOException, HttpException {
            context.setAttribute(SENT, true);
            return super.execute(request, connection, context);
        }
    }
}
