package taskgateway.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/** The published worked example, dated today, is accepted for every provider (specification, sections 5 and 7). */
@ExtendWith(RunningGateway.Shared.class)
@Slow
class CreateTaskTest {

    private final Sender sender;

    CreateTaskTest(RunningGateway gateway) {
        this.sender = new Sender(gateway);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A20047", "B82617", "C83615"})
    void acceptsTheWorkedExampleInJson(String ods) {
        HttpResponse<String> answer = sender.create(ods, sender.createHeaders(ods), Sender.json());
        assertThat(answer.body()).contains("\"resourceType\":\"Order\"");
        assertThat(answer.statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A20047", "B82617", "C83615"})
    void acceptsTheWorkedExampleInXml(String ods) {
        Map<String, String> headers = sender.createHeaders(ods);
        headers.put("Content-Type", "application/xml+fhir");
        HttpResponse<String> answer = sender.create(ods, headers, Sender.xml());
        assertThat(answer.body()).contains("<Order xmlns=\"http://hl7.org/fhir\">");
        assertThat(answer.statusCode()).isEqualTo(201);
    }
}
