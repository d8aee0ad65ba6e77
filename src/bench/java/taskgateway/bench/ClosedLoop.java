package taskgateway.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseDecoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Consumers who each send a task, wait for its answer and send the next, for a while: a closed loop on one thread. */
final class ClosedLoop implements AutoCloseable {

    /**
     * What came of it.
     *
     * @param requests answered 201
     * @param failed   answered anything else, or not at all
     * @param time     that it took
     * @param micros   the latencies in microseconds, in ascending order
     */
    record LoopResult(int requests, int failed, Duration time, int[] micros) {

        double perSecond() {
            return requests * 1e9 / time.toNanos();
        }

        int percentile(int percent) {
            return micros.length == 0 ? 0 : micros[Math.min(micros.length - 1, micros.length * percent / 100)];
        }
    }

    private final NioEventLoopGroup loop = new NioEventLoopGroup(1);

    /** Sends tasks over so many connections for so long. */
    LoopResult run(TaskRequests requests, int port, int connections, Duration duration) throws InterruptedException {
        long start = System.nanoTime();
        long end = start + duration.toNanos();
        Bootstrap client =
                new Bootstrap().group(loop).channel(NioSocketChannel.class).handler(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new HttpResponseDecoder(), new HttpObjectAggregator(1 << 20),
                        new LoopConnection(requests, end));
            }
        });
        List<Channel> channels = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            channels.add(client.connect("127.0.0.1", port).sync().channel());
        }
        List<LoopConnection> consumers = channels.stream().map(channel -> channel.pipeline().get(LoopConnection.class))
                .toList();
        for (Channel channel : channels) {
            channel.closeFuture().await(duration.toSeconds() + 30, TimeUnit.SECONDS);
        }
        int[] micros = consumers.stream().flatMapToInt(LoopConnection::latencies).sorted().toArray();
        int failed = consumers.stream().mapToInt(consumer -> consumer.failed).sum();
        return new LoopResult(micros.length, failed, Duration.ofNanos(System.nanoTime() - start), micros);
    }

    @Override
    public void close() throws InterruptedException {
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
    }

    private static final class LoopConnection extends SimpleChannelInboundHandler<FullHttpResponse> {

        private final TaskRequests requests;
        private final long end;
        private int[] micros = new int[1024];
        private int answered;
        private int failed;
        private long sent;

        private LoopConnection(TaskRequests requests, long end) {
            this.requests = requests;
            this.end = end;
        }

        java.util.stream.IntStream latencies() {
            return Arrays.stream(micros, 0, answered);
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            send(context);
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpResponse answer) {
            long now = System.nanoTime();
            if (answer.status().code() == 201) {
                micros = answered == micros.length ? Arrays.copyOf(micros, answered * 2) : micros;
                micros[answered++] = (int) ((now - sent) / 1000);
            } else {
                failed++;
            }
            if (now < end) {
                send(context);
            } else {
                context.close();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            failed++;
            context.close();
        }

        private void send(ChannelHandlerContext context) {
            sent = System.nanoTime();
            ByteBuf request = requests.next(ByteBufAllocator.DEFAULT);
            context.writeAndFlush(request);
        }
    }
}
