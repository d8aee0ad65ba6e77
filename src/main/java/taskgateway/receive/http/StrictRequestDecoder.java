package taskgateway.receive.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.ReadTimeoutException;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Refuses what Netty mends or Vert.x drops in silence, so that all of it is answered as malformed HTTP or as too slow
 * (specification, section 6): by a Content-Length beside a Transfer-Encoding, or a Transfer-Encoding other than
 * chunked, a request is smuggled past a proxy (RFC 9112, section 6.1); a request names one host (section 3.2); there
 * are two versions; a header's name is a token (RFC 9110, section 5.1).
 */
final class StrictRequestDecoder extends VertxHttpRequestDecoder {

    /** Set on a connection whose last body broke off in a malformed chunk: such a body ends early. */
    static final AttributeKey<Boolean> BROKEN = AttributeKey.valueOf(StrictRequestDecoder.class, "BROKEN");

    private static final Set<HttpVersion> KNOWN = Set.of(HttpVersion.HTTP_1_0, HttpVersion.HTTP_1_1);
    private static final String SIGNS_OF_A_TOKEN = "!#$%&'*+-.^_`|~";

    private final Duration headLimit;
    private boolean refused;
    private boolean awaitingHead = true;
    private Future<?> headTimer;

    /**
     * @param headLimit time for line and headers to arrive, counted from their first byte
     */
    StrictRequestDecoder(HttpServerOptions options, Duration headLimit) {
        super(options);
        this.headLimit = headLimit;
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

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        if (refused) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (awaitingHead && headTimer == null && in.isReadable()) {
            headTimer = context.executor()
                    .schedule(() -> tooSlow(context), headLimit.toMillis(), TimeUnit.MILLISECONDS);
        }
        super.decode(context, in, out);
        out.replaceAll(part -> checked(context, part));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        stopTimer();
        super.channelInactive(context);
    }

    private Object checked(ChannelHandlerContext context, Object part) {
        if (part instanceof HttpRequest head) {
            stopTimer();
            awaitingHead = false;
            if (head.decoderResult().isSuccess() && !(wellFramed(head) && wellNamed(head))) {
                head.setDecoderResult(
                        DecoderResult.failure(new IllegalArgumentException("Transfer-Encoding, Host or a name")));
                refused = true;
            }
        } else if (part instanceof HttpContent body && body.decoderResult().isFailure()) {
            body.release();
            context.channel().attr(BROKEN).set(true);
            return LastHttpContent.EMPTY_LAST_CONTENT;
        }
        awaitingHead |= part instanceof LastHttpContent;
        return part;
    }

    private static boolean wellFramed(HttpRequest head) {
        List<String> encodings = head.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        boolean newest = head.protocolVersion().equals(HttpVersion.HTTP_1_1);
        return (encodings.isEmpty() || newest && encodings.size() == 1 && encodings.get(0).equalsIgnoreCase("chunked"))
                && (!newest || head.headers().getAll(HttpHeaderNames.HOST).size() == 1);
    }

    private static boolean wellNamed(HttpRequest head) {
        return head.headers().entries().stream().map(Map.Entry::getKey).allMatch(name -> !name.isEmpty()
                && name.chars().allMatch(c -> c < 128
                        && (Character.isLetterOrDigit(c) || SIGNS_OF_A_TOKEN.indexOf(c) >= 0)));
    }

    private void tooSlow(ChannelHandlerContext context) {
        refused = true;
        HttpRequest unread = new DefaultFullHttpRequest(HttpVersion.HTTP_1_0, HttpMethod.GET, "/");
        unread.setDecoderResult(DecoderResult.failure(ReadTimeoutException.INSTANCE));
        context.fireChannelRead(unread);
        context.fireChannelReadComplete();
    }

    private void stopTimer() {
        if (headTimer != null) {
            headTimer.cancel(false);
            headTimer = null;
        }
    }
}
