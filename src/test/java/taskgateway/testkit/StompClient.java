package taskgateway.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** A producer that speaks STOMP 1.2, word for word. */
public final class StompClient implements AutoCloseable {

    private final Socket socket;
    private final InputStream in;

    /**
     * A frame that came.
     *
     * @param headers of a name that repeats the first
     */
    public record Frame(String command, Map<String, String> headers, String body) {
    }

    public StompClient(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout((int) Patience.PATIENCE.toMillis());
        in = new BufferedInputStream(socket.getInputStream());
        send("CONNECT", Map.of("accept-version", "1.2", "host", "broker"), "");
        expect("CONNECTED");
    }

    /** Sends a task and waits for its outcome. */
    public Frame ask(String queue, Map<String, String> headers, String body) throws IOException {
        send("SUBSCRIBE", Map.of("id", "1", "destination", "/temp-queue/replies"), "");
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("destination", "/queue/" + queue);
        all.put("reply-to", "/temp-queue/replies");
        send("SEND", all, body);
        Frame reply = expect("MESSAGE");
        send("UNSUBSCRIBE", Map.of("id", "1"), "");
        return reply;
    }

    private void send(String command, Map<String, String> headers, String body) throws IOException {
        StringBuilder frame = new StringBuilder(command).append('\n');
        headers.forEach((name, value) -> frame.append(escaped(name)).append(':').append(escaped(value)).append('\n'));
        socket.getOutputStream()
                .write(frame.append('\n').append(body).append('\0').toString().getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    private Frame expect(String command) throws IOException {
        String line = line();
        while (line.isEmpty()) {
            line = line();
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (String header = line(); !header.isEmpty(); header = line()) {
            headers.putIfAbsent(header.substring(0, header.indexOf(':')),
                    plain(header.substring(header.indexOf(':') + 1)));
        }
        Frame frame = new Frame(line, headers, until('\0'));
        if (!frame.command().equals(command)) {
            throw new IOException("not " + command + " but " + frame);
        }
        return frame;
    }

    private String line() throws IOException {
        return until('\n').replaceAll("\r$", "");
    }

    private String until(char end) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != end; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("the broker has closed the connection");
            }
            read.write(octet);
        }
        return read.toString(StandardCharsets.UTF_8);
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r").replace(":", "\\c");
    }

    private static String plain(String text) {
        return text.replace("\\c", ":").replace("\\r", "\r").replace("\\n", "\n").replace("\\\\", "\\");
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
