package taskgateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A library that prints a stack trace past the log tells one line, and everything else is printed as it is. */
class StandardErrorTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private PrintStream before;

    @BeforeEach
    void catchWhatIsPrinted() {
        before = System.err;
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        StandardError.install();
    }

    @AfterEach
    void giveBack() {
        System.setErr(before);
    }

    @Test
    void aStackTraceIsOneLineForEachFailure() {
        new IllegalStateException("The session is closed", new IllegalArgumentException("too late")).printStackTrace();
        assertThat(printed()).isEqualTo("java.lang.IllegalStateException: The session is closed\n"
                + "Caused by: java.lang.IllegalArgumentException: too late\n");
    }

    @Test
    void anotherTextIsPrintedAsItIs() {
        System.err.println("Not at home: é, €, 𝔊");
        System.err.println("\tindented");
        System.err.print("a line that does not end");
        assertThat(printed()).isEqualTo("Not at home: é, €, 𝔊\n\tindented\na line that does not end");
    }

    @Test
    void isPutInFrontOnce() {
        PrintStream first = System.err;
        StandardError.install();
        assertThat(System.err).isSameAs(first);
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
    }
}
