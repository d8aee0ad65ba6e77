package taskgateway.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A caller that sends a part of its request, and then nothing more. */
final class SlowCaller implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 60_000;
    private static final String LAST_CHUNK = "\r\n0\r\n\r\n";

    private final Socket socket;
    private final String host;

    SlowCaller(String base) {
        try {
            URI url = URI.create(base);
            host = url.getAuthority();
            socket = new Socket(url.getHost(), url.getPort());
            socket.setSoTimeout(PATIENCE_MILLIS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a head that promises so many bytes, and these. */
    void send(String line, Map<String, String> headers, int length, String body) {
        StringBuilder request = new StringBuilder(line).append("\r\nHost: ").append(host).append("\r\n");
        headers.forEach((name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
        request.append("Content-Length: ").append(length).append("\r\n\r\n").append(body);
        try {
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The answer, whose body comes in chunks; a proxy may keep the connection open and wait for the rest of the
     * request.
     */
    String answer() {
        StringBuilder answer = new StringBuilder();
        byte[] buffer = new byte[8192];
        try {
            while (answer.indexOf(LAST_CHUNK) < 0) {
                int read = socket.getInputStream().read(buffer);
                if (read == -1) {
                    break;
                }
                answer.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return answer.toString();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
