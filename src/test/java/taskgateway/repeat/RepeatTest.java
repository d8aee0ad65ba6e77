package taskgateway.repeat;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.TextMessage;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.testkit.JmsClient;
import taskgateway.testkit.Records;
import taskgateway.testkit.Refused;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/** Of all requests that are the same, one is worked on, and the others get its answer. */
@ExtendWith(RunningGateway.Shared.class)
@Slow
class RepeatTest {

    private final RunningGateway gateway;
    private final Sender sender;
    private final Records records;

    RepeatTest(RunningGateway gateway) {
        this.gateway = gateway;
        this.sender = new Sender(gateway);
        this.records = new Records(gateway);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A20047", "B82617", "C83615"})
    void aRepeatGetsTheFirstAnswer(String ods) throws Exception {
        Map<String, String> headers = sender.createHeaders(ods);
        HttpResponse<String> first = sender.create(ods, headers, Sender.json());
        HttpResponse<String> second = sender.create(ods, headers, Sender.json());
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(location(second)).isEqualTo(location(first));
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(states(headers))
                .containsExactlyInAnyOrder(ods.equals("A20047") ? "DELIVERED" : "ACCEPTED", "REPEATED");
        assertThat(tasks(headers)).isEqualTo(ods.equals("A20047") ? 0 : 1);
    }

    @Test
    void aRepeatGetsTheAnswerInTheFormatThatItAsksFor() {
        Map<String, String> headers = sender.createHeaders("B82617");
        HttpResponse<String> first = sender.create("B82617", headers, Sender.json());
        headers.put("Accept", "application/xml+fhir");
        HttpResponse<String> second = sender.create("B82617", headers, Sender.json());
        assertThat(second.body()).startsWith("<Order")
                .contains(location(first).replaceAll(".*/Order/|/_history.*", ""));
        assertThat(second.headers().firstValue("Content-Type")).contains("application/xml+fhir;charset=UTF-8");
    }

    @Test
    void aRefusalIsRepeatedToo() throws Exception {
        Map<String, String> headers = sender.createHeaders("B82617");
        String body = Sender.json().replace("Patient/1", "Patient/4");
        HttpResponse<String> first = sender.create("B82617", headers, body);
        HttpResponse<String> second = sender.create("B82617", headers, body);
        assertThat(first.statusCode()).isEqualTo(403);
        assertThat(second.statusCode()).isEqualTo(403);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(states(headers)).containsExactlyInAnyOrder("REFUSED", "REPEATED");
    }

    @Test
    void oneTraceIdForTwoBodiesIsRefusedBeforeTheSecondIsRead() throws Exception {
        Map<String, String> headers = sender.createHeaders("B82617");
        sender.create("B82617", headers, Sender.json());
        for (String body : List.of(Sender.json().replace("Please", "Do"), "{")) {
            Refused refused = Refused.of(sender.create("B82617", headers, body));
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.outcome().getIssueFirstRep().getCode()).isEqualTo("duplicate");
        }
        assertThat(tasks(headers)).isEqualTo(1);
    }

    @Test
    void oneTraceIdForTwoProvidersIsRefused() {
        Map<String, String> headers = sender.createHeaders("B82617");
        sender.create("B82617", headers, Sender.json());
        Map<String, String> other = sender.createHeaders("C83615");
        other.put("Ssp-TraceID", headers.get("Ssp-TraceID"));
        assertThat(sender.create("C83615", other, Sender.json()).statusCode()).isEqualTo(400);
    }

    @Test
    void aTraceIdIsTheSameInEitherCaseAndAnotherSendersIsNot() throws Exception {
        Map<String, String> headers = sender.createHeaders("B82617");
        HttpResponse<String> first = sender.create("B82617", headers, Sender.json());
        headers.computeIfPresent("Ssp-TraceID", (name, id) -> id.toUpperCase(Locale.ROOT));
        assertThat(location(sender.create("B82617", headers, Sender.json()))).isEqualTo(location(first));
        Sender hub = new Sender(gateway, "200000000360");
        Map<String, String> others = hub.createHeaders("B82617");
        others.put("Ssp-TraceID", headers.get("Ssp-TraceID").toLowerCase(Locale.ROOT));
        assertThat(location(hub.create("B82617", others, Sender.json()))).isNotEqualTo(location(first));
    }

    @Test
    void aTokenThatHasExpiredGetsNoAnswerOfAnother() {
        Map<String, String> headers = sender.createHeaders("B82617");
        sender.create("B82617", headers, Sender.json());
        headers.put("Authorization", "Bearer nonsense");
        assertThat(Refused.of(sender.create("B82617", headers, Sender.json())).outcome().getIssueFirstRep().getCode())
                .isEqualTo("invalid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"A20047", "B82617"})
    void ofManyAtOnceOneIsWorkedOnAndAllGetItsAnswer(String ods) throws Exception {
        Map<String, String> headers = sender.createHeaders(ods);
        String body = Sender.json();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            Callable<HttpResponse<String>> create = () -> sender.create(ods, headers, body);
            List<String> locations = new ArrayList<>();
            for (Future<HttpResponse<String>> answer : threads.invokeAll(Collections.nCopies(8, create))) {
                locations.add(location(answer.get()));
            }
            assertThat(locations).hasSize(8).containsOnly(locations.get(0));
        } finally {
            threads.shutdownNow();
        }
        assertThat(states(headers)).hasSize(8).containsOnlyOnce(ods.equals("A20047") ? "DELIVERED" : "ACCEPTED");
    }

    @Test
    void aMessageThatRepeatsAnHttpRequestGetsItsAnswer() throws Exception {
        Map<String, String> headers = sender.createHeaders("B82617");
        HttpResponse<String> first = sender.create("B82617", headers, Sender.json());
        try (JmsClient client = new JmsClient(gateway)) {
            TextMessage reply = client.ask(client.text(Sender.json(), Map.of("ProviderOdsCode", "B82617", "SspTraceID",
                    headers.get("Ssp-TraceID"))));
            assertThat(reply.getIntProperty("HttpStatus")).isEqualTo(201);
            assertThat(reply.getStringProperty("Location")).isEqualTo(location(first));
        }
        assertThat(tasks(headers)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A20047", "B82617"})
    void theSameTaskWithItsSendersIdentifierIsARepeatUnderANewTraceId(String ods) {
        String body = identified("task-" + UUID.randomUUID());
        HttpResponse<String> first = sender.create(ods, sender.createHeaders(ods), body);
        Map<String, String> headers = sender.createHeaders(ods);
        HttpResponse<String> second = sender.create(ods, headers, body);
        assertThat(location(second)).isEqualTo(location(first));
        assertThat(second.headers().firstValue("Ssp-TraceID")).contains(headers.get("Ssp-TraceID"));
        HttpResponse<String> other = sender.create(ods, sender.createHeaders(ods), body.replace("Please", "Do"));
        assertThat(location(other)).isNotEqualTo(location(first));
    }

    @Test
    void theSameTaskToAnotherProviderIsAnotherTask() {
        String body = identified("task-" + UUID.randomUUID());
        HttpResponse<String> first = sender.create("B82617", sender.createHeaders("B82617"), body);
        HttpResponse<String> second = sender.create("C83615", sender.createHeaders("C83615"), body);
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(location(second)).isNotEqualTo(location(first));
    }

    @Test
    void theSameTaskWithoutAnIdentifierIsAnotherTaskUnderANewTraceId() {
        HttpResponse<String> first = sender.create("B82617", sender.createHeaders("B82617"), Sender.json());
        HttpResponse<String> second = sender.create("B82617", sender.createHeaders("B82617"), Sender.json());
        assertThat(location(second)).isNotEqualTo(location(first));
    }

    private static String identified(String value) {
        return Sender.json().replaceFirst("\"date\"",
                "\"identifier\":[{\"system\":\"https://consumer.example/task\",\"value\":\"" + value + "\"}],\"date\"");
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location")
                .orElseThrow(() -> new AssertionError(answer.statusCode() + " " + answer.body()));
    }

    private List<Object> states(Map<String, String> headers) throws Exception {
        return records.rows("select state from message where lower(trace_id) = ?",
                headers.get("Ssp-TraceID").toLowerCase(Locale.ROOT))
                .stream().map(row -> row.get("state")).toList();
    }

    private long tasks(Map<String, String> headers) throws Exception {
        return records.number("select count(*) from task where trace_id = ?", headers.get("Ssp-TraceID"));
    }
}
