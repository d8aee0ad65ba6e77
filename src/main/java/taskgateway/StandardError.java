package taskgateway;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Standard error without stack traces. The log prints none, but libraries print some past it: ActiveMQ's queue browser
 * calls {@link Throwable#printStackTrace()} when its connection is cut. What failed stays, in its one line.
 */
final class StandardError extends PrintStream {

    private StandardError(PrintStream to) {
        super(new WithoutFrames(to), true, StandardCharsets.UTF_8);
    }

    /** Puts it in front of the process's standard error, once. */
    static synchronized void install() {
        if (!(System.err instanceof StandardError)) {
            System.setErr(new StandardError(System.err));
        }
    }

    /** Passes on whole lines, and what is not a line yet when it is flushed, save for the frames of a stack trace. */
    private static final class WithoutFrames extends FilterOutputStream {

        private static final Pattern FRAME = Pattern.compile("\\t+(at |\\.\\.\\. \\d+ ).*\\R?");

        private final StringBuilder line = new StringBuilder();

        WithoutFrames(OutputStream to) {
            super(to);
        }

        /** A byte is a character here and back, whatever the encoding. */
        @Override
        public synchronized void write(int single) throws IOException {
            line.append((char) (single & 0xff));
            if (single == '\n') {
                pass();
            }
        }

        @Override
        public synchronized void write(byte[] bytes, int from, int length) throws IOException {
            for (int at = from; at < from + length; at++) {
                write(bytes[at]);
            }
        }

        /** The beginning of a frame stays here until its line ends. */
        @Override
        public synchronized void flush() throws IOException {
            if (line.length() > 0 && line.charAt(0) != '\t') {
                pass();
            }
            out.flush();
        }

        private void pass() throws IOException {
            if (!FRAME.matcher(line).matches()) {
                out.write(line.toString().getBytes(StandardCharsets.ISO_8859_1));
            }
            line.setLength(0);
        }
    }
}
