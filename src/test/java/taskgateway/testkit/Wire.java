package taskgateway.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import taskgateway.fhir.Format;

/** A caller that writes bytes to a socket: for what no HTTP client would send, and to see what none would show. */
public final class Wire implements AutoCloseable {

    private static final int PATIENCE_MILLIS = (int) Patience.PATIENCE.toMillis();

    /**
     * How long a gateway that waits for more is waited for, before it is told that there is no more: then it gives up
     * what it works on. Where it has answered already, another answer would be on its heels.
     */
    private static final int WAIT_MILLIS = 3_000;
    private static final int WAIT_FOR_MORE_MILLIS = 1_000;

    /**
     * An answer as it stood on the wire.
     *
     * @param body without its chunks' framing
     */
    public record WireAnswer(int status, Map<String, List<String>> headers, byte[] body) {

        public String header(String name) {
            return String.join(" | ", headers.getOrDefault(name, List.of()));
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private final Socket socket;
    private final InputStream in;

    public Wire(RunningGateway gateway) {
        try {
            URI base = URI.create(gateway.base());
            socket = new Socket(base.getHost(), base.getPort());
            socket.setSoTimeout(PATIENCE_MILLIS);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** On a connection that a test has made, as with TLS. */
    public Wire(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = socket.getInputStream();
    }

    /** One exchange on a connection of its own. */
    public static WireAnswer exchange(RunningGateway gateway, String request) {
        try (Wire wire = new Wire(gateway)) {
            return wire.send(request).answer();
        }
    }

    /** A request's text: line, headers, an empty line, and the body, whose length is added where it is not empty. */
    public static String request(String line, Map<String, String> headers, String body) {
        StringBuilder request = new StringBuilder(line).append("\r\n");
        headers.forEach((name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
        if (!body.isEmpty()) {
            request.append("Content-Length: ").append(body.getBytes(StandardCharsets.UTF_8).length).append("\r\n");
        }
        return request.append("\r\n").append(body).toString();
    }

    public Wire send(String text) {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    public Wire send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends what the gateway takes of it: it may close the connection before the end. */
    public Wire trySend(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException closed) {
            // What it has answered can be read.
        }
        return this;
    }

    /** Every answer, until the gateway closes the connection. */
    public List<WireAnswer> answers() {
        List<WireAnswer> answers = new ArrayList<>();
        while (comesMore(answers.isEmpty() ? WAIT_MILLIS : WAIT_FOR_MORE_MILLIS)) {
            answers.add(answer());
        }
        return answers;
    }

    private boolean comesMore(int millis) {
        try {
            socket.setSoTimeout(millis);
            return peek() != -1;
        } catch (SocketTimeoutException waiting) {
            return comesMoreAtTheEnd();
        } catch (IOException reset) {
            return false;
        }
    }

    private boolean comesMoreAtTheEnd() {
        try {
            socket.shutdownOutput();
            socket.setSoTimeout(PATIENCE_MILLIS);
            return peek() != -1;
        } catch (SocketTimeoutException hung) {
            throw new AssertionError("the gateway neither answers nor closes the connection", hung);
        } catch (IOException reset) {
            return false;
        }
    }

    private int peek() throws IOException {
        in.mark(1);
        int next = in.read();
        in.reset();
        socket.setSoTimeout(PATIENCE_MILLIS);
        return next;
    }

    /** The next answer. When it is FHIR, it has been validated. */
    public WireAnswer answer() {
        try {
            int status = Integer.parseInt(line().split(" ")[1]);
            Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            for (String line = line(); !line.isEmpty(); line = line()) {
                String[] field = line.split(": *", 2);
                headers.computeIfAbsent(field[0], name -> new ArrayList<>()).add(field[1]);
            }
            return conforming(new WireAnswer(status, headers, body(status, headers)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Whatever the test is about: no answer leaves the gateway without its date, and none in FHIR that does not
     * conform.
     */
    private static WireAnswer conforming(WireAnswer answer) throws IOException {
        if (answer.status() >= 200) {
            AnswerValidator.assertDated(answer.headers().getOrDefault("Date", List.of()));
        }
        boolean packed = answer.header("Content-Encoding").equals("gzip");
        byte[] body = packed ? new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes()
                : answer.body();
        if (body.length > 0) {
            Format.ofMediaType(answer.header("Content-Type"))
                    .ifPresent(format ->
                            AnswerValidator.assertConforms(new String(body, StandardCharsets.UTF_8), format));
        }
        return answer;
    }

    /** Whether the gateway closes the connection without another byte. */
    public boolean isClosed() {
        try {
            return in.read() == -1;
        } catch (IOException e) {
            return false;
        }
    }

    private byte[] body(int status, Map<String, List<String>> headers) throws IOException {
        if (headers.containsKey("Transfer-Encoding") && status != 304) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
                body.write(in.readNBytes(size));
                line();
            }
            line();
            return body.toByteArray();
        }
        return in.readNBytes(Integer.parseInt(headers.getOrDefault("Content-Length", List.of("0")).get(0)));
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c == -1) {
                throw new EOFException("the connection was closed after: " + line);
            }
            line.append((char) c);
        }
        return line.toString().strip();
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
