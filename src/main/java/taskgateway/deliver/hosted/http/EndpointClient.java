package taskgateway.deliver.hosted.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;

/**
 * How endpoints of hosted providers are called: an exchange ends by a deadline, however its answer drips; the status
 * alone counts, and of a body no more is read than lets the connection be used again; and when a task is sent again,
 * and how often, is the outbox's to say.
 */
public final class EndpointClient implements HttpClientConfigurer, AutoCloseable {

    /** Of a body, in bytes. */
    private static final int MOST_READ = 65_536;

    private final ScheduledThreadPoolExecutor clock =
            new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "endpoint-deadlines"));
    private final Duration connect;
    private final Duration deadline;

    /**
     * @param connect  how long a connection may take to be made
     * @param deadline how long an exchange may take, from its start to the last byte of its answer
     */
    public EndpointClient(Duration connect, Duration deadline) {
        this.connect = connect;
        this.deadline = deadline;
        clock.setRemoveOnCancelPolicy(true);
    }

    /**
     * An exchange then fails with a {@link ConnectException} when nothing was sent, and with a
     * {@link SocketTimeoutException} when no whole answer came in time, both in words for an operator.
     */
    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        client.disableAutomaticRetries().disableContentCompression()
                .addExecInterceptorFirst("deadline", this::exchange);
    }

    private ClassicHttpResponse exchange(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        AtomicBoolean late = new AtomicBoolean();
        Future<?> end = clock.schedule(() -> {
            late.set(true);
            ((Cancellable) scope.originalRequest).cancel();
        }, deadline.toMillis(), TimeUnit.MILLISECONDS);
        try {
            ClassicHttpResponse response = chain.proceed(request, scope);
            skipBody(response, scope);
            return response;
        } catch (IOException e) {
            throw failure(e, late.get());
        } finally {
            end.cancel(false);
        }
    }

    /** What the outbox tells apart. Without a cause: of an exception and its cause Camel hands on the cause. */
    private IOException failure(IOException failure, boolean late) {
        if (!late && failure instanceof ConnectTimeoutException) {
            return new ConnectException("not reached: no connection within " + connect.toSeconds() + " s");
        }
        if (late || failure instanceof SocketTimeoutException) {
            return new SocketTimeoutException("did not answer within " + deadline.toSeconds() + " s");
        }
        if (failure instanceof UnknownHostException) {
            return new ConnectException("not reached: unknown host");
        }
        if (failure instanceof SSLHandshakeException || failure instanceof SSLPeerUnverifiedException) {
            return new ConnectException("not reached: TLS failed");
        }
        return failure instanceof ConnectException ? new ConnectException("not reached: connection refused") : failure;
    }

    /**
     * Read to its end, the body gives the connection back; one that does not end, or breaks off, ends the connection.
     */
    private static void skipBody(ClassicHttpResponse response, ExecChain.Scope scope) {
        HttpEntity entity = response.getEntity();
        response.setEntity(null);
        try {
            if (entity != null && entity.getContent().readNBytes(MOST_READ + 1).length > MOST_READ) {
                scope.execRuntime.discardEndpoint();
            }
        } catch (IOException status) {
            // It has been read, and says what became of the task.
            scope.execRuntime.discardEndpoint();
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
