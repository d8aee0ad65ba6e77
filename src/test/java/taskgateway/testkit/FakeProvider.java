package taskgateway.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/**
 * The FHIR server of a provider, or a legacy system's endpoint, as a bare socket: it answers what a test tells it to,
 * down to the byte, and remembers what it was sent.
 */
public final class FakeProvider implements AutoCloseable {

    /** One request, as received. */
    public record Received(String head, String body, int connection) {

        public String line() {
            return head.lines().findFirst().orElse("");
        }

        /** Every value of a header. */
        public List<String> all(String name) {
            return fields().filter(field -> field[0].equalsIgnoreCase(name)).map(field -> field[1].strip()).toList();
        }

        public String one(String name) {
            return String.join(" AND ", all(name));
        }

        public List<String> names() {
            return fields().map(field -> field[0].toLowerCase(java.util.Locale.ROOT)).toList();
        }

        private java.util.stream.Stream<String[]> fields() {
            return head.lines().skip(1).map(line -> line.split(":", 2));
        }
    }

    /** What the provider does with a request that it has read. A socket left open takes the next request. */
    @FunctionalInterface
    public interface Behaviour {

        void answer(Received request, Socket caller) throws IOException, InterruptedException;
    }

    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "fake-provider");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger all = new AtomicInteger();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private volatile Behaviour behaviour;
    private volatile boolean slamming;

    public FakeProvider() throws IOException {
        this(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()));
    }

    private FakeProvider(ServerSocket server) {
        this.server = server;
        threads.submit(this::accept);
    }

    /** One behind mutual TLS. */
    public static FakeProvider over(SSLContext tls) throws IOException {
        SSLServerSocket server = (SSLServerSocket) tls.getServerSocketFactory()
                .createServerSocket(0, 200, InetAddress.getLoopbackAddress());
        server.setNeedClientAuth(true);
        return new FakeProvider(server);
    }

    public String address() {
        return "http://127.0.0.1:" + port();
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Forgets what it was sent, and from now on answers so. */
    public void does(Behaviour next) {
        received.clear();
        behaviour = next;
        slamming = false;
    }

    /** From now on it resets every connection, an old one at once, a new one before it has read the request. */
    public void slams() throws IOException {
        does((request, caller) -> reset(caller));
        slamming = true;
        for (Socket caller : connections) {
            reset(caller);
        }
    }

    /** Ends a connection without a word. */
    public static void reset(Socket caller) throws IOException {
        if (!caller.isClosed()) {
            caller.setSoLinger(true, 0);
            caller.close();
        }
    }

    /** Forgets what it was sent, and from now on answers with these bytes. */
    public void says(String response) {
        does((request, caller) -> caller.getOutputStream().write(response.getBytes(StandardCharsets.UTF_8)));
    }

    public List<Received> received() {
        return received;
    }

    /** How many requests it was ever sent, the forgotten ones included. */
    public int all() {
        return all.get();
    }

    /** Connections that the other side has opened, those since closed included. */
    public List<Socket> connections() {
        return connections;
    }

    private Void accept() throws IOException {
        while (!server.isClosed()) {
            Socket caller = server.accept();
            connections.add(caller);
            int number = connections.size();
            threads.submit(() -> slamming ? slam(caller) : serve(caller, number));
        }
        return null;
    }

    /** With its first byte the request has begun to leave: before that it would not have been sent. */
    private static Void slam(Socket caller) throws IOException {
        caller.getInputStream().read();
        reset(caller);
        return null;
    }

    private Void serve(Socket caller, int number) throws IOException, InterruptedException {
        try (caller) {
            InputStream in = new BufferedInputStream(caller.getInputStream());
            for (Received request = read(in, number); request != null; request = read(in, number)) {
                received.add(request);
                all.incrementAndGet();
                behaviour.answer(request, caller);
                if (caller.isClosed()) {
                    return null;
                }
                caller.getOutputStream().flush();
            }
        }
        return null;
    }

    private static Received read(InputStream in, int number) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!endsHead(head.toByteArray())) {
            int next = in.read();
            if (next < 0) {
                return null;
            }
            head.write(next);
        }
        Received bare = new Received(head.toString(StandardCharsets.ISO_8859_1).strip(), "", number);
        int length = bare.all("Content-Length").stream().mapToInt(Integer::parseInt).findFirst().orElse(0);
        return new Received(bare.head(), new String(in.readNBytes(length), StandardCharsets.UTF_8), number);
    }

    private static boolean endsHead(byte[] bytes) {
        int length = bytes.length;
        return length >= 4 && Arrays.equals(bytes, length - 4, length, new byte[] {'\r', '\n', '\r', '\n'}, 0, 4);
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
        for (Socket caller : connections) {
            caller.close();
        }
    }
}
