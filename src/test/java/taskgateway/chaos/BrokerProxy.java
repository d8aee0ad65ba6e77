package taskgateway.chaos;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands between a gateway and its broker, reads along what they say in OpenWire, and cuts all their connections at one
 * step of a transaction.
 */
final class BrokerProxy implements AutoCloseable {

    /** What is about to pass when the connections are cut. */
    enum Step {
        NOTHING(-1, -1), DISPATCH(21, -1), BEGIN(7, 0), ACKNOWLEDGE(22, -1), SEND(28, -1), COMMIT(7, 2), ROLLBACK(7, 4);

        private static final int ANSWER = 30;

        private final int type;
        private final int last;

        /**
         * @param type OpenWire's number of the command
         * @param last its last octet, by which commands about a transaction differ; below zero for any
         */
        Step(int type, int last) {
            this.type = type;
            this.last = last;
        }

        private boolean is(byte[] frame) {
            return frame[0] == type && (last < 0 || frame[frame.length - 1] == last);
        }

        private boolean isAnswered() {
            return this == SEND || this == COMMIT || this == ROLLBACK;
        }
    }

    private final int broker;
    private final ServerSocket server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Step step = Step.NOTHING;
    private volatile boolean arrives;
    private volatile boolean answer;
    private volatile Set<Socket> mute = Set.of();

    /**
     * @param broker the broker's URL
     */
    BrokerProxy(String broker) throws IOException {
        this.broker = Integer.parseInt(broker.substring(broker.lastIndexOf(':') + 1));
        threads.submit(this::accept);
    }

    String url() {
        return "tcp://127.0.0.1:" + server.getLocalPort();
    }

    /**
     * Cuts all connections at the next such step, once.
     *
     * @param reached whether it is passed on before; an answer to it is not
     */
    synchronized void cut(Step next, boolean reached) {
        answer = false;
        arrives = reached;
        step = next;
    }

    /** Whether what was asked for has been done. */
    boolean done() {
        return step == Step.NOTHING && !answer;
    }

    /** From now on nothing passes in the connections that there are, and nobody is told. */
    void mute() {
        mute = Set.copyOf(open);
    }

    private Void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            try {
                Socket there = new Socket(InetAddress.getLoopbackAddress(), broker);
                open.addAll(List.of(client, there));
                threads.submit(() -> pass(client, there));
                threads.submit(() -> pass(there, client));
            } catch (IOException gone) {
                client.close();
            }
        }
    }

    private Void pass(Socket from, Socket to) throws IOException {
        try (from; to) {
            DataInputStream in = new DataInputStream(from.getInputStream());
            DataOutputStream out = new DataOutputStream(to.getOutputStream());
            while (true) {
                byte[] frame = in.readNBytes(in.readInt());
                if (!mute.contains(from) && passes(frame)) {
                    out.writeInt(frame.length);
                    out.write(frame);
                    out.flush();
                    cutIfReached(frame);
                }
            }
        } finally {
            open.removeAll(List.of(from, to));
        }
    }

    private synchronized boolean passes(byte[] frame) throws IOException {
        if (answer) {
            if (frame[0] == Step.ANSWER) {
                answer = false;
                cutAll();
            }
            return false;
        }
        if (!step.is(frame)) {
            return true;
        }
        if (!arrives) {
            step = Step.NOTHING;
            cutAll();
        }
        return arrives;
    }

    private synchronized void cutIfReached(byte[] frame) throws IOException {
        if (step.is(frame)) {
            answer = step.isAnswered();
            step = Step.NOTHING;
            if (!answer) {
                cutAll();
            }
        }
    }

    private void cutAll() throws IOException {
        for (Socket each : open) {
            each.close();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        cutAll();
        threads.shutdownNow();
    }
}
