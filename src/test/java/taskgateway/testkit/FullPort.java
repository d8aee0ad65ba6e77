package taskgateway.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** A port whose connections nobody accepts, and into whose queue no more of them fit: to connect takes for ever. */
public final class FullPort implements AutoCloseable {

    private final ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final List<Socket> filling = new ArrayList<>();

    public FullPort() throws IOException {
        while (true) {
            Socket socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(full.getInetAddress(), full.getLocalPort()), 200);
                filling.add(socket);
            } catch (SocketTimeoutException e) {
                socket.close();
                return;
            }
        }
    }

    public String address() {
        return "http://127.0.0.1:" + full.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : filling) {
            socket.close();
        }
        full.close();
    }
}
