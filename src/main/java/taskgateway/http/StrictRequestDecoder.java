package taskgateway.http;

import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.util.Set;

/**
 * Refuses what Netty mends in silence: a Content-Length beside a Transfer-Encoding, by which a request is smuggled past a
 * proxy (RFC 9112, section 6.1), and versions of HTTP that do not exist, which Vert.x answers without a body. Both become
 * malformed HTTP (specification, section 6).
 */
final class StrictRequestDecoder extends VertxHttpRequestDecoder {

    private static final Set<HttpVersion> KNOWN = Set.of(HttpVersion.HTTP_1_0, HttpVersion.HTTP_1_1);

    StrictRequestDecoder(HttpServerOptions options) {
        super(options);
    }

    @Override
    protected HttpMessage createMessage(String[] initialLine) {
        HttpMessage message = super.createMessage(initialLine);
        if (!KNOWN.contains(message.protocolVersion())) {
            throw new IllegalArgumentException("unknown version of HTTP");
        }
        return message;
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("both Content-Length and Transfer-Encoding");
    }
}
