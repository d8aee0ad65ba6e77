package taskgateway.directory.sds;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;

/**
 * Makes the sockets of one look-up, and closes them at its deadline: the LDAP client would wait for ever for a server
 * that is silent while TLS is agreed.
 */
final class TimedSockets extends SocketFactory {

    private final SocketFactory plain;
    private final Executor deadline;

    TimedSockets(SocketFactory plain, Deadline deadline) {
        this.plain = plain;
        this.deadline = CompletableFuture.delayedExecutor(deadline.millis(), TimeUnit.MILLISECONDS);
    }

    private Socket timed(Socket socket) throws IOException {
        deadline.execute(() -> close(socket));
        return socket;
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Whoever reads from it learns that it is closed.
        }
    }

    @Override
    public Socket createSocket() throws IOException {
        return timed(plain.createSocket());
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return timed(plain.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return timed(plain.createSocket(host, port, localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return timed(plain.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        return timed(plain.createSocket(address, port, localAddress, localPort));
    }
}
