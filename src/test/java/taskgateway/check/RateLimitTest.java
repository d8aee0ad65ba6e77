package taskgateway.check;

import static org.assertj.core.api.Assertions.assertThat;
import static taskgateway.testkit.LimitedGateway.FREE;
import static taskgateway.testkit.LimitedGateway.HOSTED;
import static taskgateway.testkit.LimitedGateway.LIMITED;
import static taskgateway.testkit.LimitedGateway.RATE;
import static taskgateway.testkit.LimitedGateway.RATE_SECONDS;

import jakarta.jms.Message;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import taskgateway.testkit.Expect;
import taskgateway.testkit.JmsClient;
import taskgateway.testkit.LimitedGateway;
import taskgateway.testkit.Records;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/** A consumer sends no more than it may, and knows how much that is (specification, section 6: 429). */
@ExtendWith(LimitedGateway.Shared.class)
@Slow
class RateLimitTest {

    private static final List<String> HEADERS =
            List.of("X-Rate-Limit-Limit", "X-Rate-Limit-Remaining", "X-Rate-Limit-Reset");
    private static final String METADATA = "/" + HOSTED + "/DSTU2/1/metadata";

    private final LimitedGateway limited;

    RateLimitTest(LimitedGateway limited) {
        this.limited = limited;
    }

    @Test
    void refusesOneMoreAndTakesTheNextWhenItsTimeHasCome() throws Exception {
        Sender sender = limited.sender(LIMITED);
        for (int i = 1; i <= RATE; i++) {
            HttpResponse<String> taken = metadata(sender);
            assertThat(taken.statusCode()).isEqualTo(200);
            assertThat(number(taken, "X-Rate-Limit-Limit")).isEqualTo(RATE);
            assertThat(number(taken, "X-Rate-Limit-Remaining")).isBetween((long) RATE - i, (long) RATE - 1);
        }
        HttpResponse<String> refused = refused(sender);
        Expect.proxy(refused, 429, "throttled");
        // One comes back in each third of the period.
        assertThat(number(refused, "Retry-After")).isBetween(1L, (long) RATE_SECONDS / RATE);
        assertThat(number(refused, "X-Rate-Limit-Limit")).isEqualTo(RATE);
        assertThat(number(refused, "X-Rate-Limit-Remaining")).isZero();
        assertThat(number(refused, "X-Rate-Limit-Reset"))
                .isBetween((long) RATE_SECONDS - RATE_SECONDS / RATE, (long) RATE_SECONDS);
        assertThat(new Records(limited.gateway).audit(refused.headers().firstValue("Ssp-TraceID").orElseThrow()))
                .containsEntry("status", 429);

        assertThat(metadata(limited.sender(FREE)).statusCode()).as("another consumer").isEqualTo(200);
        Awaitility.await().pollInterval(Duration.ofMillis(200))
                .until(() -> metadata(sender).statusCode() == 200);
    }

    @Test
    void everyAnswerToAKnownConsumerSaysWhatItHasLeft() {
        Sender sender = limited.sender(FREE);
        Map<String, String> badTrace = sender.createHeaders(HOSTED);
        badTrace.put("Ssp-TraceID", "x");
        Map<String, String> badToken = sender.createHeaders(HOSTED);
        badToken.put("Authorization", "Bearer x");
        Map<String, String> good = sender.createHeaders(HOSTED);

        told(200, metadata(sender));
        told(201, sender.create(HOSTED, good, Sender.json()));
        told(201, sender.create(HOSTED, good, Sender.json()));
        told(400, sender.create(HOSTED, badTrace, Sender.json()));
        told(400, sender.create(HOSTED, badToken, Sender.json()));
        told(422, sender.create(HOSTED, sender.createHeaders(HOSTED),
                Sender.json().replace(Sender.today(), "2014-12-11")));
        told(404, sender.send("GET", "/" + HOSTED + "/DSTU2/1/Order/none", sender.readHeaders(HOSTED), null));
    }

    @Test
    void anAnswerToNobodyKnownSaysNothingOfRates() {
        Sender sender = limited.sender(FREE);
        Map<String, String> stranger = sender.metadataHeaders(HOSTED);
        stranger.put("Ssp-From", "200000009999");

        for (HttpResponse<String> answer : List.of(sender.send("GET", METADATA, stranger, null),
                sender.send("GET", "/nothing", Map.of(), null))) {
            assertThat(answer.statusCode()).isBetween(403, 404);
            assertThat(answer.headers().map())
                    .doesNotContainKeys("x-rate-limit-limit", "x-rate-limit-remaining", "x-rate-limit-reset");
        }
    }

    @Test
    void whatAProducerSendsTooFastIsKeptAndTriedAgain() throws Exception {
        try (JmsClient producer = new JmsClient(limited.gateway)) {
            for (int i = 0; i < RATE + 2; i++) {
                producer.send(producer.task(HOSTED));
            }
            for (int i = 0; i < RATE + 2; i++) {
                Message reply = producer.next(producer.queue(JmsClient.OUTCOMES), JmsClient.PATIENCE_MILLIS);
                assertThat(reply.getIntProperty("HttpStatus")).isEqualTo(201);
            }
        }
        assertThat(new Records(limited.gateway).number("select count(*) from audit where via = 'JMS' and status = 429"))
                .isPositive();
    }

    private static void told(int status, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(HEADERS).allSatisfy(name -> assertThat(answer.headers().allValues(name)).as(name).hasSize(1));
        assertThat(number(answer, "X-Rate-Limit-Remaining")).isLessThan(number(answer, "X-Rate-Limit-Limit"));
    }

    /** The first refusal: a slow machine may give back one request between two. */
    private static HttpResponse<String> refused(Sender sender) {
        HttpResponse<String> answer = metadata(sender);
        for (int i = 0; i < 10 && answer.statusCode() == 200; i++) {
            answer = metadata(sender);
        }
        return answer;
    }

    private static HttpResponse<String> metadata(Sender sender) {
        return sender.send("GET", METADATA, sender.metadataHeaders(HOSTED), null);
    }

    private static long number(HttpResponse<String> answer, String header) {
        return answer.headers().firstValueAsLong(header).orElse(-1);
    }
}
