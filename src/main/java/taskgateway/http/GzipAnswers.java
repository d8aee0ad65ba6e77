package taskgateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.compression.StandardCompressionOptions;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpContentCompressor;
import java.util.List;
import java.util.OptionalDouble;
import taskgateway.edge.FieldItem;
import taskgateway.edge.Unpacking;

/**
 * Packs an answer for a caller that takes gzip (specification, section 3; RFC 9110, section 12.5.3). Netty's own reading of
 * {@code Accept-Encoding} knows gzip in lower case alone, and takes any name that holds the word.
 */
final class GzipAnswers extends HttpContentCompressor {

    GzipAnswers() {
        super(0, StandardCompressionOptions.gzip());
    }

    /** What the caller likes at least as well as an answer that is not packed; null for that one. */
    @Override
    protected String determineEncoding(String acceptEncoding) {
        List<FieldItem> codings = FieldItem.list(acceptEncoding);
        double any = weight(codings.stream().filter(it -> it.value().equals("*")).toList()).orElse(0);
        double gzip = weight(codings.stream().filter(Unpacking::isGzip).toList()).orElse(any);
        double plain = weight(codings.stream().filter(it -> it.value().equalsIgnoreCase("identity")).toList()).orElse(0);
        return gzip > 0 && gzip >= plain ? "gzip" : null;
    }

    private static OptionalDouble weight(List<FieldItem> same) {
        return same.stream().mapToDouble(FieldItem::quality).max();
    }

    /** Vert.x hands bare bytes down, which Netty would pass by. */
    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        super.write(context, message instanceof ByteBuf bytes && bytes.isReadable() ? new DefaultHttpContent(bytes) : message, promise);
    }
}
