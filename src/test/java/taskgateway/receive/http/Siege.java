package taskgateway.receive.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.slf4j.LoggerFactory;
import taskgateway.testkit.Fuzz;
import taskgateway.testkit.Patience;
import taskgateway.testkit.Records;
import taskgateway.testkit.Refused;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Wire;

/**
 * Attacks a running gateway in batches, and holds what must be true whatever it was sent: it answers with a refusal
 * that is an OperationOutcome, or with success where the attack was harmless, or closes the connection; it never calls
 * an attack a fault of its own; neither answers nor log tell of the program's inside or of what was sent; every answer
 * is in the audit trail; it serves the next good sender at once, and its memory does not grow.
 */
public final class Siege {

    /** One case of a batch. */
    public interface Attack {

        /** How many answers came, each of them checked. */
        int answers(Fuzz fuzz) throws Exception;
    }

    static final Pattern INSIDE =
            Pattern.compile("(?i)exception|stack ?trace|\\.java\\b|\\b(java|javax|jakarta|sun|jdk)\\.[a-z]+\\."
            + "|\\b(org\\.(apache|h2|hl7|springframework|codehaus)|io\\.(netty|vertx)|ca\\.uhn|com\\.(fasterxml|ctc"
            + "|zaxxer))\\b"
            + "|\\btaskgateway\\.[a-z]+\\.|jdbc:|\\b(select .* from|insert into|update .* set) |/root/|/tmp/|root:x|"
            + Pattern.quote(System.getProperty("user.dir")));

    /** Of the worked example, and of the token. */
    private static final List<String> SENT =
            List.of("Johnson", "review the patient", "Super Clinic Desktop", "Bearer ey",
            "eyJhbGciOi");

    private static final long MOST_GROWTH = 200L << 20;

    private final RunningGateway gateway;
    private final Sender sender;
    private final Records records;

    public Siege(RunningGateway gateway) {
        this.gateway = gateway;
        this.sender = new Sender(gateway);
        this.records = new Records(gateway);
    }

    /** Makes the attack as often as a batch has cases. */
    public void batch(String name, Attack attack) throws SQLException {
        batch(name, Fuzz.COUNT, attack);
    }

    public void batch(String name, int count, Attack attack) throws SQLException {
        long heap = heap();
        long audited = audited();
        ListAppender<ILoggingEvent> log = listen();
        int answers = 0;
        for (int i = 0; i < count; i++) {
            answers += attacked(name, i, attack);
        }
        String seed = name + ", -Dfuzz.seed=" + Fuzz.SEED;
        Assertions.assertTimeout(Patience.PATIENCE, this::servesTheNextSender, seed);
        stop(log);
        assertThat(answers).as("something answered, " + seed).isPositive();
        assertThat(audited() - audited).as("every answer is audited, " + seed).isGreaterThan(answers);
        assertThat(log.list).as("the log, " + seed).noneMatch(event -> tells(event.getFormattedMessage()));
        assertThat(heap() - heap).as("bytes more than before, " + seed).isLessThan(MOST_GROWTH);
    }

    private static int attacked(String name, int number, Attack attack) {
        try {
            return attack.answers(new Fuzz(name, number));
        } catch (Throwable failure) {
            throw new AssertionError("case " + number + " of " + name + ", -Dfuzz.seed=" + Fuzz.SEED + ": "
                    + failure.getMessage(),
                    failure);
        }
    }

    /** Sends bytes on a connection of their own; how many answers came, all checked. */
    public int http(byte[] bytes) {
        List<Wire.WireAnswer> answers;
        try (Wire wire = new Wire(gateway)) {
            answers = wire.trySend(bytes).answers();
        }
        answers.forEach(answer -> assertHarmless(answer, bytes));
        return answers.size();
    }

    private static void assertHarmless(Wire.WireAnswer answer, byte[] bytes) {
        String attack = printable(bytes);
        assertThat(answer.headers()).as(attack)
                .doesNotContainKeys("X-Injected", "Set-Cookie", "Access-Control-Allow-Origin");
        if (List.of(200, 201, 304).contains(answer.status())) {
            return;
        }
        assertThat(answer.status()).as(attack)
                .matches(status -> status >= 400 && status < 500 || status == 501, "a refusal");
        Refused refused = Refused.of(answer);
        assertThat(refused.issues()).as(attack).isNotEmpty().doesNotContain("INTERNAL_SERVER_ERROR");
        assertThat(tells(answer.text())).as("%s%nis told of the inside or of what it sent:%n%s", attack, answer.text())
                .isFalse();
    }

    public static boolean tells(String text) {
        return INSIDE.matcher(text).find() || SENT.stream().anyMatch(text::contains);
    }

    private void servesTheNextSender() {
        Map<String, String> headers = sender.createHeaders("B82617");
        assertThat(sender.create("B82617", headers, Sender.json()).statusCode()).isEqualTo(201);
    }

    private long audited() throws SQLException {
        return records.number("select count(*) from audit");
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static ListAppender<ILoggingEvent> listen() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root().addAppender(log);
        return log;
    }

    private static void stop(ListAppender<ILoggingEvent> log) {
        root().detachAppender(log);
        log.stop();
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    /** The bytes as they can be pasted into a test. */
    static String printable(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(bytes.length, 6_000); i++) {
            char c = (char) (bytes[i] & 0xff);
            text.append(c == '\r' ? "\\r" : c == '\n' ? "\\n\n" : c < ' ' || c > '~' ? String.format("\\u%04x",
                    (int) c) : Character.toString(c));
        }
        return text.toString();
    }
}
