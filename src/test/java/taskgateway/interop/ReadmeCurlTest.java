package taskgateway.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskgateway.fhir.Format;
import taskgateway.testkit.AnswerValidator;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Slow;

/** The commands for curl do what README and its pages say, as they stand. */
@Slow
class ReadmeCurlTest {

    @TempDir
    private static Path folder;
    private static RunningGateway gateway;
    private static Readme readme;

    @BeforeAll
    static void start() throws Exception {
        gateway = RunningGateway.start(folder, Map.of("gateway.names", "http://127.0.0.1:8080"));
        readme = new Readme(folder, Map.of("127.0.0.1:8080", gateway.address(), "127.0.0.1:8082", gateway.simulator()));
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.stop();
        }
    }

    @Test
    void createsATask() {
        String answer = readme.runBlockBehind("## With curl").out();

        assertThat(answer).startsWith("HTTP/1.1 201 Created");
        assertThat(answer).contains("Location: http://127.0.0.1:8080/B82617/DSTU2/1/Order/");
        AnswerValidator.assertConforms(answer.substring(answer.indexOf("\r\n\r\n") + 4), Format.JSON);
    }

    @Test
    void createsATaskThroughTheGatewayAsAForwardProxy() {
        String direct = "http://127.0.0.1:8080/B82617/DSTU2/1/Order";
        String answer = readme.runBlockBehind("## With curl", direct + " ",
                readme.quoted("The same through the gateway as a forward proxy: `") + " ").out();

        assertThat(answer).startsWith("HTTP/1.1 201 Created");
        assertThat(answer).contains("Location: " + direct);
    }

    @Test
    void showsWhatWasSentToTheEndpoint() {
        Command ran = readme.run(readme.quoted("What C83615 was sent: `"));

        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.out()).startsWith("{\"received\":[");
    }
}
