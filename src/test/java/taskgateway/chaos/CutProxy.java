package taskgateway.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands between a gateway and its database, and cuts their connection at the worst moment: a commit has been sent, and
 * its answer does not come.
 */
final class CutProxy implements AutoCloseable {

    /** What is done to the next commit of a connection that has stored a task. */
    enum Cut {
        /** It passes. */
        NONE,
        /** It does not reach the database. */
        BEFORE,
        /** It is made, and its answer is lost. */
        AFTER
    }

    private static final String STORES = "insert into task";
    private static final String COMMITS = "COMMIT";

    private final int server;
    private final ServerSocket socket = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private volatile Cut cut = Cut.NONE;
    private volatile boolean closed;

    /**
     * @param server the database's port
     */
    CutProxy(int server) throws IOException {
        this.server = server;
        threads.submit(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    /** Cuts the next commit of a task so, once. */
    void cut(Cut next) {
        cut = next;
    }

    /** Whether what was asked for has been done. */
    boolean done() {
        return cut == Cut.NONE;
    }

    /** Lets nobody in any more when it has cut. */
    void closeThen(boolean close) {
        closed = close;
    }

    private Void accept() throws IOException {
        while (true) {
            Socket client = socket.accept();
            if (closed && done()) {
                client.close();
                continue;
            }
            Socket database = new Socket(InetAddress.getLoopbackAddress(), server);
            open.addAll(List.of(client, database));
            threads.submit(() -> pass(client, database));
            threads.submit(() -> answers(database, client));
        }
    }

    private Void pass(Socket client, Socket database) throws IOException {
        byte[] buffer = new byte[1 << 16];
        boolean stored = false;
        try (client; database) {
            OutputStream out = database.getOutputStream();
            for (int length = client.getInputStream().read(buffer); length > 0;
                    length = client.getInputStream().read(buffer)) {
                String said = new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
                stored |= said.contains(STORES);
                if (cut != Cut.NONE && stored && said.contains(COMMITS)) {
                    boolean commits = cut == Cut.AFTER;
                    cut = Cut.NONE;
                    cutAllBut(database);
                    if (commits) {
                        out.write(buffer, 0, length);
                        out.flush();
                        awaitEnd(database);
                    }
                    return null;
                }
                stored &= !said.contains(COMMITS);
                out.write(buffer, 0, length);
            }
        }
        return null;
    }

    /** The answers' thread has ended, as it cannot pass on what the database has said to the commit. */
    private static void awaitEnd(Socket database) {
        org.awaitility.Awaitility.await().until(database::isClosed);
    }

    private Void answers(Socket database, Socket client) throws IOException {
        byte[] buffer = new byte[1 << 16];
        try (client; database) {
            InputStream in = database.getInputStream();
            for (int length = in.read(buffer); length > 0; length = in.read(buffer)) {
                client.getOutputStream().write(buffer, 0, length);
            }
        }
        return null;
    }

    private void cutAllBut(Socket database) throws IOException {
        for (Socket each : open) {
            if (each != database) {
                each.close();
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        cutAllBut(null);
        threads.shutdownNow();
    }
}
