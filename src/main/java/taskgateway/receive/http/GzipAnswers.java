package taskgateway.receive.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.compression.StandardCompressionOptions;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpContentCompressor;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import taskgateway.check.TransportLayer;
import taskgateway.request.FieldItem;

/**
 * Packs an answer for a caller that takes gzip (specification, section 3; RFC 9110, section 12.5.3). Netty's own
 * reading of {@code Accept-Encoding} knows gzip in lower case alone, and takes any name that holds the word.
 */
final class GzipAnswers extends HttpContentCompressor {

    GzipAnswers() {
        super(0, StandardCompressionOptions.gzip());
    }

    /** What the caller likes at least as well as an answer that is not packed; null for that one. */
    @Override
    protected String determineEncoding(String acceptEncoding) {
        List<FieldItem> codings = FieldItem.list(acceptEncoding);
        double any = weight(codings, it -> it.value().equals("*")).orElse(0);
        double gzip = weight(codings, TransportLayer::isGzip).orElse(any);
        double plain = weight(codings, it -> it.value().equalsIgnoreCase("identity")).orElse(0);
        return gzip > 0 && gzip >= plain ? "gzip" : null;
    }

    private static OptionalDouble weight(List<FieldItem> codings, Predicate<FieldItem> which) {
        return codings.stream().filter(which).mapToDouble(FieldItem::quality).max();
    }

    /** Vert.x hands bare bytes down, which Netty would pass by. */
    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        boolean bare = message instanceof ByteBuf bytes && bytes.isReadable();
        super.write(context, bare ? new DefaultHttpContent((ByteBuf) message) : message, promise);
    }
}
