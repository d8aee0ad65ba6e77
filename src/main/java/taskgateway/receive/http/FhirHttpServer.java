package taskgateway.receive.http;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import taskgateway.request.HttpDate;
import taskgateway.tls.Protection;
import taskgateway.tls.ServerTls;

/**
 * The FHIR port. Camel's stock server reports "started" when its port is taken, has no limits on time and answers
 * malformed requests with an empty body; this one fails the start, limits line, headers, body and time, and answers
 * every failure with an OperationOutcome. With a certificate it speaks TLS alone. {@code platform-http:} routes work on
 * it as on any other.
 */
public final class FhirHttpServer extends VertxPlatformHttpServer {

    private final HttpLimits limits;
    private final HttpFaults faults;
    private final Admission admission;
    private final BodyBudget budget;
    private final Optional<ServerTls> tls;
    private final HttpServerOptions options;
    private HttpServer server;

    /** @param tls empty for plain HTTP */
    public FhirHttpServer(VertxPlatformHttpServerConfiguration configuration, HttpLimits limits, HttpFaults faults,
            Admission admission, Optional<ServerTls> tls) {
        super(configuration);
        configuration.setServerType(VertxPlatformHttpRouter.SERVER_TYPE_SERVER);
        this.limits = limits;
        this.faults = faults;
        this.admission = admission;
        this.budget = new BodyBudget(limits.bodies());
        this.tls = tls;
        this.options = new HttpServerOptions()
                .setHost(configuration.getBindHost())
                .setPort(configuration.getBindPort())
                .setMaxInitialLineLength(limits.url())
                .setMaxHeaderSize(limits.headers())
                .setMaxChunkSize(IncomingBody.PIECE)
                .setIdleTimeout((int) limits.idle().toSeconds())
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setHttp2ClearTextEnabled(false)
                .setCompressionSupported(true);
        tls.ifPresent(this::secure);
    }

    /**
     * The certificate is asked for here and required above, so that none can be answered (specification, section 10).
     */
    private void secure(ServerTls by) {
        options.setSsl(true)
                .setSslEngineOptions(new ServerOrder())
                .setUseAlpn(false)
                .setClientAuth(ClientAuth.REQUEST)
                .setKeyCertOptions(KeyCertOptions.wrap(by.keys()))
                .setTrustOptions(TrustOptions.wrap(by.trust()))
                .setEnabledSecureTransportProtocols(new LinkedHashSet<>(Protection.VERSIONS));
        Protection.SUITES.forEach(options::addEnabledCipherSuite);
    }

    /** Bytes that bodies hold, for metrics. */
    public long bodiesHeld() {
        return budget.held();
    }

    @Override
    public HttpServer getServer() {
        return server;
    }

    @Override
    public int getPort() {
        return server == null ? options.getPort() : server.actualPort();
    }

    @Override
    protected void startServer() throws Exception {
        faults.start(getVertx());
        HttpServer starting = getVertx().createHttpServer(options)
                .connectionHandler(this::take)
                .invalidRequestHandler(faults::answerMalformed)
                .requestHandler(root(getVertx()));
        try {
            server = starting.listen().toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException e) {
            throw new IllegalStateException("cannot listen on " + options.getHost() + ":" + options.getPort()
                    + " (gateway.http.port): " + e.getCause().getMessage(), e);
        }
    }

    @Override
    protected void stopServer() {
        if (server != null) {
            server.close().toCompletionStage().toCompletableFuture().join();
            server = null;
        }
    }

    private Router root(Vertx vertx) {
        String name = VertxPlatformHttpRouter.getRouterNameFromPort(options.getPort());
        Router root = Router.router(vertx);
        root.route()
                .handler(FhirHttpServer::everyAnswer)
                .handler(this::whileOpen)
                .handler(FhirHttpServer::onlyUrls)
                .handler(FhirHttpServer::whileRead)
                .failureHandler(faults::answerFailure);
        tls.ifPresent(by -> root.route().handler(new ClientCertificate(by.callers())));
        root.route().handler(new BodyReader(limits, budget, faults)).handler(admission::beforeWork);
        root.route("/*").subRouter(VertxPlatformHttpRouter.lookup(getCamelContext(), name));
        faults.statuses().forEach(status -> root.errorHandler(status, faults::answerFailure));
        return root;
    }

    private void take(HttpConnection connection) {
        if (admission.admitConnection(connection)) {
            decodeStrictly(connection);
        }
    }

    private void decodeStrictly(HttpConnection connection) {
        Channel channel = ((ConnectionBase) connection).channel();
        channel.config().setRecvByteBufAllocator(new AdaptiveRecvByteBufAllocator(64, 2048, 4 * IncomingBody.PIECE));
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.replace("httpDecoder", "httpDecoder", new StrictRequestDecoder(options, limits.receive()));
        pipeline.replace("deflater", "deflater", new GzipAnswers());
        pipeline.addFirst("answerTimeout", new AnswerTimeout(limits.send()));
    }

    /** Nothing is taken before every route is up, nor once the gateway is stopping. */
    private void whileOpen(RoutingContext context) {
        if (getCamelContext().isStarted()) {
            context.next();
        } else {
            context.fail(503);
        }
    }

    /** What cannot be decoded is no URL: a path, which the inner router would answer in plain text, and a query. */
    private static void onlyUrls(RoutingContext context) {
        try {
            context.normalizedPath();
            context.queryParams();
        } catch (IllegalArgumentException | HttpException e) {
            context.fail(400);
            return;
        }
        context.next();
    }

    /** A caller that does not read its answers gets no more of them: they would pile up here. */
    private static void whileRead(RoutingContext context) {
        HttpServerResponse response = context.response();
        if (!response.writeQueueFull()) {
            context.next();
            return;
        }
        response.drainHandler(read -> {
            response.drainHandler(null);
            context.next();
        });
    }

    /** Headers of every response (specification, section 7), and a chunked body. */
    private static void everyAnswer(RoutingContext context) {
        prepare(context.request());
        context.addHeadersEndHandler(leaving -> date(context.response()));
        context.next();
    }

    /** RFC 9110, section 6.6.1: the moment at which the answer is made, and not that at which the request came. */
    private static void date(HttpServerResponse response) {
        response.putHeader(HttpHeaders.DATE, HttpDate.of(Instant.now()));
    }

    static void prepare(HttpServerRequest request) {
        HttpServerResponse response = request.response().setChunked(true)
                .putHeader("Cache-Control", "no-store, no-cache")
                .putHeader("Pragma", "no-cache")
                .putHeader("Expires", "0");
        date(response);
        if (request.isSSL()) {
            response.putHeader("Strict-Transport-Security", "max-age=31536000");
        }
    }
}
