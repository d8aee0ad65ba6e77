package taskgateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class ReloadedTest {

    private static final Logger LOG = (Logger) LoggerFactory.getLogger("taskgateway.tls");

    @TempDir
    private Path folder;
    private PemFile first;
    private PemFile second;
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();

    @BeforeEach
    void listen() {
        events.start();
        LOG.addAppender(events);
    }

    @AfterEach
    void stopListening() {
        LOG.detachAppender(events);
    }

    @BeforeEach
    void write() throws IOException {
        first = new PemFile("gateway.tls.certificate", Files.writeString(folder.resolve("first"), "a1"));
        second = new PemFile("gateway.tls.key", Files.writeString(folder.resolve("second"), "b1"));
    }

    @Test
    void takesOverWhatHasChangedAlsoWithinOneTickOfTheFilesTime() throws IOException {
        Reloaded<String> files = reloaded(first, second);
        FileTime time = Files.getLastModifiedTime(first.path());
        assertThat(files.reload()).isFalse();
        Files.writeString(first.path(), "a2");
        Files.writeString(second.path(), "b2");
        Files.setLastModifiedTime(first.path(), time);
        Files.setLastModifiedTime(second.path(), time);
        assertThat(files.reload()).isTrue();
        assertThat(files.get()).isEqualTo("a2 b2");
        assertThat(files.reload()).isFalse();
    }

    @Test
    void keepsWhatItHasUntilTheNewIsWhole() throws IOException {
        Reloaded<String> files = reloaded(first, second);
        Files.writeString(first.path(), "a2");
        assertThat(files.reload()).isFalse();
        assertThat(files.get()).isEqualTo("a1 b1");
        Files.delete(second.path());
        assertThat(files.reload()).isFalse();
        assertThat(files.get()).isEqualTo("a1 b1");
        Files.writeString(second.path(), "b2");
        assertThat(files.reload()).isTrue();
        assertThat(files.get()).isEqualTo("a2 b2");
    }

    @Test
    void doesNotBeginWithWhatCannotBeUsed() throws IOException {
        Files.writeString(second.path(), "b2");
        assertThatThrownBy(() -> reloaded(first, second))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("setting gateway.tls.key (environment variable GATEWAY_TLS_KEY): the file " + second.path()
                        + " does not match");
        Files.delete(first.path());
        assertThatThrownBy(() -> reloaded(first))
                .hasMessage("setting gateway.tls.certificate (environment variable GATEWAY_TLS_CERTIFICATE): the file "
                        + first.path() + " does not exist");
    }

    /** Each fault once, with file and reason; again when the file or the reason is another; and that it is over. */
    @Test
    void tellsAFaultOnceAndThatItIsOver() throws IOException {
        Reloaded<String> files = reloaded(first, second);
        Files.writeString(second.path(), "b2");
        files.reload();
        files.reload();
        assertThat(said())
                .containsExactly("setting gateway.tls.key (environment variable GATEWAY_TLS_KEY): the file "
                        + second.path()
                + " does not match. What was read before stays in force");
        Files.writeString(second.path(), "b3");
        files.reload();
        files.reload();
        assertThat(said()).hasSize(1);
        Files.delete(second.path());
        files.reload();
        files.reload();
        assertThat(said()).singleElement().asString().contains("does not exist");
        Files.writeString(second.path(), "b1");
        files.reload();
        files.reload();
        assertThat(said())
                .containsExactly("What is in force is there again as it was: gateway.tls.certificate (" + first.path()
                + "), gateway.tls.key (" + second.path() + ")");
        Files.delete(second.path());
        files.reload();
        assertThat(said()).hasSize(1);
        Files.writeString(first.path(), "a2");
        Files.writeString(second.path(), "b2");
        files.reload();
        assertThat(said()).containsExactly("Read again, since it has changed: gateway.tls.certificate (" + first.path()
                + "), gateway.tls.key (" + second.path() + ")");
    }

    /** At the start, when it comes true, and once at each reload. */
    @Test
    void tellsWhatIsOutOfDateOnceUntilTheFilesChange() throws IOException {
        Instant soon = Instant.now().plusMillis(300);
        Reloaded<String> files = new Reloaded<>(List.of(first, second), ReloadedTest::pair, pair -> List.of(
                new ValidityTerm(first, "the certificate " + pair, Instant.EPOCH, soon, Duration.ZERO,
                "callers refuse it")));
        files.logNotices();
        await().until(() -> !files.reload() && Instant.now().isAfter(soon));
        files.reload();
        files.reload();
        assertThat(said())
                .containsExactly(
                        "setting gateway.tls.certificate (environment variable GATEWAY_TLS_CERTIFICATE): the file "
                + first.path() + ": the certificate a1 b1 is out of date since " + soon + ": callers refuse it");
        Files.writeString(first.path(), "a2");
        Files.writeString(second.path(), "b2");
        files.reload();
        files.reload();
        assertThat(said()).hasSize(2).last().asString().contains("a2 b2 is out of date");
    }

    /** Since this was last asked. */
    private List<String> said() {
        List<String> said = events.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
        events.list.clear();
        return said;
    }

    private static Reloaded<String> reloaded(PemFile... files) {
        return new Reloaded<>(List.of(files), ReloadedTest::pair, made -> List.of());
    }

    private static String pair(List<Pem> pems) {
        String one = text(pems.get(0));
        String other = text(pems.get(1));
        if (one.charAt(1) != other.charAt(1)) {
            throw pems.get(1).file().fault("does not match");
        }
        return one + " " + other;
    }

    private static String text(Pem pem) {
        return new String(pem.file().read(), StandardCharsets.US_ASCII);
    }
}
