package taskgateway.check;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSException;
import jakarta.jms.TextMessage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.testkit.JmsClient;
import taskgateway.testkit.Refused;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/**
 * Header fields that change what a create means are refused, and those that change nothing are not (specification,
 * section 3).
 */
@ExtendWith(RunningGateway.Shared.class)
@Slow
class RequestConditionsTest {

    private final RunningGateway gateway;
    private final Sender sender;

    RequestConditionsTest(RunningGateway gateway) {
        this.gateway = gateway;
        this.sender = new Sender(gateway);
    }

    @ParameterizedTest
    @CsvSource({"If-None-Exist, identifier=http://e|1, A20047", "if-none-exist, '', B82617",
        "If-Match, W/\"1\", B82617", "If-Match, *, C83615", "X-HTTP-Method-Override, PUT, B82617",
        "X-Method-Override, DELETE, B82617", "X-HTTP-Method, MERGE, B82617"})
    void refusesACreateThatMeansAnother(String header, String value, String ods) {
        Map<String, String> headers = sender.createHeaders(ods);
        headers.put(header, value);

        Refused refused = Refused.of(sender.create(ods, headers, Sender.json()));

        assertThat(refused.status()).isEqualTo(412);
        assertThat(refused.issues()).containsExactly("BAD_REQUEST");
        assertThat(refused.outcome().getIssueFirstRep().getCode()).isEqualTo("not-supported");
    }

    @ParameterizedTest
    @CsvSource({"If-None-Match, *", "If-None-Match, W/\"1\"", "If-Modified-Since, 'Fri, 01 Jan 2100 00:00:00 GMT'",
        "If-Unmodified-Since, 'Mon, 01 Jan 2018 00:00:00 GMT'", "X-HTTP-Method-Override, POST", "X-HTTP-Method, post",
        "Range, bytes=0-5"})
    void createsPastWhatMeansNothingOnACreate(String header, String value) {
        Map<String, String> headers = sender.createHeaders("B82617");
        headers.put(header, value);

        assertThat(sender.create("B82617", headers, Sender.json()).statusCode()).isEqualTo(201);
    }

    /**
     * Section 6, "Which fault wins": a header that is wrong stands before it in the table, what the body holds in a
     * later layer.
     */
    @Test
    void tellsItWithEveryOtherFaultOfTheSspHeaders() {
        Map<String, String> headers = sender.createHeaders("B82617");
        headers.put("If-None-Exist", "identifier=a");
        headers.put("Ssp-From", "1");

        Refused refused = Refused.of(sender.create("B82617", headers, "{}"));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.issues()).isEqualTo(List.of("BAD_REQUEST", "BAD_REQUEST"));
        assertThat(refused.diagnostics()).contains("Ssp-From", "If-None-Exist");
    }

    @Test
    void isRefusedBeforeTheTokenIsLookedAt() {
        Map<String, String> headers = sender.createHeaders("B82617");
        headers.put("If-None-Exist", "identifier=a");
        headers.remove("Authorization");

        assertThat(Refused.of(sender.create("B82617", headers, "")).status()).isEqualTo(412);
    }

    @ParameterizedTest
    @ValueSource(strings = {"IfNoneExist", "If_HYPHEN_None_HYPHEN_Exist"})
    void isRefusedOnJmsToo(String property) throws JMSException {
        try (JmsClient client = new JmsClient(gateway)) {
            TextMessage message =
                    client.text(Sender.json(), Map.of("ProviderOdsCode", "B82617", property, "identifier=a"));

            TextMessage outcome = (TextMessage) client.ask(message);

            assertThat(outcome.getIntProperty("HttpStatus")).isEqualTo(412);
            assertThat(outcome.getText()).contains("BAD_REQUEST", "not-supported", "If-None-Exist");
        }
    }
}
