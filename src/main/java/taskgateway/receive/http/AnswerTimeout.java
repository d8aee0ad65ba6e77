package taskgateway.receive.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.timeout.WriteTimeoutHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closes the connection of a caller that does not read its answer, or so little of it that a write does not leave in
 * time.
 */
final class AnswerTimeout extends WriteTimeoutHandler {

    AnswerTimeout(Duration limit) {
        super(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Without an exception: Vert.x would look for a response to fail, and a request that waits behind another has none.
     */
    @Override
    protected void writeTimedOut(ChannelHandlerContext context) {
        context.close();
    }
}
