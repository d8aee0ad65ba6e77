package taskgateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;
import taskgateway.testkit.Wire;

/** What is logged holds no body, no token and no NHS number, whatever went wrong. */
@ExtendWith(RunningGateway.Shared.class)
@Slow
class LogTest {

    /** What this class prints on purpose, so that who searches all that was printed knows it for whole. */
    static final String PRINTED = "this was printed by a test";
    static final String LOGGED = "this was logged by a test";

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();
    private final RunningGateway gateway;
    private final Sender sender;

    LogTest(RunningGateway gateway) {
        this.gateway = gateway;
        this.sender = new Sender(gateway);
    }

    @BeforeEach
    void listen() {
        events.start();
        root.addAppender(events);
    }

    @AfterEach
    void stopListening() {
        root.detachAppender(events);
    }

    @Test
    void nothingOfARequestIsLogged() {
        Map<String, String> headers = sender.createHeaders("B82617");
        String task = Sender.json();
        for (String ods : new String[] {"A20047", "B82617", "C83615", "D82001", "P84025"}) {
            sender.create(ods, sender.createHeaders(ods), task);
            sender.create(ods, sender.createHeaders(ods), task.replace("\"date\"", "\"9000000009\""));
            sender.create(ods, sender.createHeaders(ods), task.replace("Patient/1", "Patient/9000000009"));
            sender.create(ods, sender.createHeaders(ods), task.replace("\"Order\"", "\"Basic\"").replace("}", "}}"));
        }
        sender.create("B82617", headers, "[".repeat(2_000_000));
        headers.computeIfPresent("Authorization", (name, good) -> good + "x");
        sender.create("B82617", headers, task);
        Wire.exchange(gateway, "9000000009 " + headers.get("Authorization") + "\r\n\r\n");
        headers.put("Host", "x");
        Wire.exchange(gateway,
                Wire.request("POST /B82617/DSTU2/1/Order?_format=%2&nhs=9000000009 HTTP/1.1", headers, task));

        assertThat(logged()).doesNotContain("review", "Johnson", "9000000009", "Patient/")
                .doesNotContain(headers.get("Authorization").substring(20, 60));
    }

    @Test
    void whatIsPrintedAndLoggedIsKeptForTheSearchAtTheEnd() {
        System.out.println(PRINTED);
        LoggerFactory.getLogger("taskgateway").warn(LOGGED);

        assertThat(logged()).contains(LOGGED);
    }

    /**
     * Spring's listener prints every message in full when it is stopped, and tells of a lost broker at each attempt.
     */
    @Test
    void noListenerPrintsMessages() {
        Logger listener =
                (Logger) LoggerFactory.getLogger("org.apache.camel.component.jms.DefaultJmsMessageListenerContainer");

        assertThat(listener.isErrorEnabled()).isFalse();
    }

    /** The lines as the worst of layouts would write them: stack traces and all. */
    private String logged() {
        PatternLayout layout = new PatternLayout();
        layout.setContext(root.getLoggerContext());
        layout.setPattern("%logger %msg %mdc%n%ex{full}");
        layout.start();
        StringBuilder lines = new StringBuilder();
        events.list.forEach(event -> lines.append(layout.doLayout(event)));
        return lines.toString();
    }
}
