package taskgateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/** The management port: health and metrics, for this machine, and nothing else. */
@ExtendWith(RunningGateway.Shared.class)
@Slow
class ManagementTest {

    private final RunningGateway gateway;
    private final Sender sender;

    ManagementTest(RunningGateway gateway) {
        this.gateway = gateway;
        this.sender = new Sender(gateway);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/observe/health", "/observe/metrics"})
    void tellsNothingOfTasksAndOfTheInside(String path) throws Exception {
        Map<String, String> headers = sender.createHeaders("B82617");
        assertThat(sender.create("B82617", headers, Sender.json()).statusCode()).isEqualTo(201);
        assertThat(sender.create("B82617", sender.createHeaders("B82617"), Sender.json().replace("Patient/1",
                "Patient/9000000009")).statusCode()).isEqualTo(422);

        HttpResponse<String> answer = ask("GET", path);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isNotBlank()
                .doesNotContain("9000000009", "Johnson", "Patient/", headers.get("Ssp-TraceID"),
                "password", "Exception");
    }

    @ParameterizedTest
    @ValueSource(strings =
            {"/", "/observe", "/observe/env", "/observe/heapdump", "/observe/jolokia", "/observe/jolokia/list",
            "/jolokia", "/api/jolokia/", "/admin", "/console", "/h2-console",
        "/q/dev", "/q/dev/properties", "/q/upload/x", "/q/download", "/q/send", "/q/info", "/dev", "/upload/x",
        "/download", "/send", "/B82617/DSTU2/1/metadata"})
    void offersNothingElse(String path) throws Exception {
        for (String verb : new String[] {"GET", "POST", "PUT", "DELETE"}) {
            assertThat(ask(verb, path).statusCode()).as(verb).isIn(404, 405);
        }
    }

    @Test
    void isForThisMachineUnlessConfiguredOtherwise() throws IOException {
        assertThat(Files.readString(Path.of("config/application.properties")))
                .contains("\ngateway.management.host=127.0.0.1\n",
                "\ngateway.http.host=127.0.0.1\n", "\ngateway.broker.listen=tcp://127.0.0.1:61616\n");
    }

    private HttpResponse<String> ask(String verb, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + gateway.setting("gateway.management.port") + path);
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).method(verb,
                HttpRequest.BodyPublishers.ofString(verb.equals("GET") ? "" : "x"))
                .build(), HttpResponse.BodyHandlers.ofString());
    }
}
