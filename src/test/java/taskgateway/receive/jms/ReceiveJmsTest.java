package taskgateway.receive.jms;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.testkit.JmsClient;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/** Which messages are tasks, and what is said of those that are not. */
@ExtendWith(RunningGateway.Shared.class)
@Slow
public class ReceiveJmsTest {

    private final Sender sender;
    private final JmsClient client;

    ReceiveJmsTest(RunningGateway gateway) throws JMSException {
        this.sender = new Sender(gateway);
        this.client = new JmsClient(gateway);
    }

    @AfterEach
    void close() throws JMSException {
        client.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"A20047", "B82617", "C83615"})
    void takesATextMessageInJson(String ods) throws JMSException {
        assertAccepted(client.ask(client.text(Sender.json(), properties(ods, "", "application/json+fhir"))),
                "\"resourceType\":\"Order\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"A20047", "B82617", "C83615"})
    void takesATextMessageInXml(String ods) throws JMSException {
        assertAccepted(client.ask(client.text(Sender.xml(), properties(ods, "", "application/xml+fhir"))),
                "<Order xmlns=");
    }

    /** A text has no encoding: what .NET's StringWriter declares, and any other name, is of no account. */
    @ParameterizedTest
    @CsvSource({"utf-16, application/xml+fhir", "utf-16, ", "iso-8859-1, application/xml+fhir", "x-unknown, "})
    void takesATextThatDeclaresAnEncoding(String encoding, String contentType) throws JMSException {
        String task = Sender.xml().replace("encoding=\"UTF-8\"", "encoding=\"" + encoding + "\"")
                .replace("Jane", "Ja\u00efne \u20ac");
        TextMessage message = client.text(task, Map.of("ProviderOdsCode", "B82617"));
        if (contentType != null) {
            message.setStringProperty("ContentType", contentType);
        }

        TextMessage outcome = client.ask(message);

        assertAccepted(outcome, "<Order");
        assertThat(outcome.getText()).contains("Ja\u00efne \u20ac");
    }

    @Test
    void takesBytesMessages() throws JMSException {
        assertAccepted(client.ask(
                client.bytes(Sender.json(), properties("B82617", "", "application/json+fhir; charset=utf-8"))), "{");
        assertAccepted(client.ask(client.bytes(Sender.xml(), properties("B82617", "", "application/xml+fhir"))),
                "<Order");
    }

    @Test
    void takesBothSpellingsOfTheProperties() throws JMSException {
        assertAccepted(client.ask(
                client.text(Sender.json(), properties("B82617", "_HYPHEN_", "application/json+fhir"))), "{");
    }

    @Test
    void takesTheSameValueInBothSpellings() throws JMSException {
        TextMessage message = client.text(Sender.json(), properties("B82617", "", "application/json+fhir"));
        for (String name : List.of("TraceID", "From", "To", "InteractionID")) {
            message.setStringProperty("Ssp_HYPHEN_" + name, message.getStringProperty("Ssp" + name));
        }
        message.setStringProperty("Content_HYPHEN_Type", message.getStringProperty("ContentType"));
        assertAccepted(client.ask(message), "{");
    }

    @ParameterizedTest
    @CsvSource({"SspTraceID,Ssp-TraceID", "SspFrom,Ssp-From", "SspTo,Ssp-To", "SspInteractionID,Ssp-InteractionID"})
    void refusesTwoValuesInTwoSpellings(String property, String header) throws JMSException {
        TextMessage message = client.text(Sender.json(), properties("B82617", "", "application/json+fhir"));
        message.setStringProperty(property.replace("Ssp", "Ssp_HYPHEN_"), UUID.randomUUID().toString());
        assertRefused(client.ask(message), 400, "BAD_REQUEST", header + " stands more than once");
    }

    /** As STOMP headers and AMQP application properties arrive, and as producers without an eye for capitals write. */
    @ParameterizedTest
    @ValueSource(strings = {"Ssp-", "ssp-", "SSP_HYPHEN_", "ssp", "Ssp_"})
    void readsEverySpellingOfAProperty(String prefix) throws JMSException {
        TextMessage message = client.task("B82617");
        message.setStringProperty(prefix + "From", "200000000999");
        assertRefused(client.ask(message), 403, null, "Ssp-From");
        message = client.task("B82617");
        String traceId = UUID.randomUUID().toString();
        message.setStringProperty(prefix + "TRACEID", traceId);
        assertThat(client.ask(message).getStringProperty("SspTraceID")).isEqualTo(traceId);
    }

    @Test
    void readsEverySpellingOfTheProvidersNameAndTheMediaType() throws JMSException {
        for (String name : List.of("providerodscode", "Provider-Ods-Code", "PROVIDERODSCODE")) {
            assertAccepted(client.ask(client.text(Sender.json(), Map.of(name, "B82617"))), "{");
        }
        for (String name : List.of("content-type", "Content-Type", "contenttype")) {
            TextMessage message = client.task("B82617");
            message.setStringProperty(name, "text/plain");
            assertRefused(client.ask(message), 415, "BAD_REQUEST", "Content-Type");
        }
    }

    @Test
    void refusesTwoProvidersInTwoSpellings() throws JMSException {
        TextMessage message = client.task("B82617");
        message.setStringProperty("Provider-Ods-Code", "C83615");
        assertRefused(client.ask(message), 400, "BAD_REQUEST", "ProviderOdsCode stands more than once");
        message = client.task("B82617");
        message.setStringProperty("providerodscode", "B82617");
        assertAccepted(client.ask(message), "{");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ssp-From", "ssp-from", "SSPFROM"})
    void refusesTwoSendersInTwoSpellings(String spelling) throws JMSException {
        TextMessage message = client.task("B82617");
        message.setStringProperty("SspFrom", "200000000359");
        message.setStringProperty(spelling, "200000000999");
        assertRefused(client.ask(message), 400, "BAD_REQUEST", "Ssp-From stands more than once");
    }

    @Test
    void refusesTwoContentTypes() throws JMSException {
        TextMessage message = client.text(Sender.json(), properties("B82617", "", "application/json+fhir"));
        message.setStringProperty("Content_HYPHEN_Type", "application/xml+fhir");
        assertRefused(client.ask(message), 415, "BAD_REQUEST", "Content-Type");
    }

    @Test
    void refusesAMessageThatNamesNoProvider() throws JMSException {
        assertRefused(client.ask(client.text(Sender.json(), Map.of())), 400, "BAD_REQUEST", "ProviderOdsCode");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "b82617", "Z99999", "../B82617"})
    void refusesAMessageToAnUnknownProvider(String ods) throws JMSException {
        assertRefused(client.ask(client.task(ods)), 404, "ORGANISATION_NOT_FOUND", "ODS code");
    }

    @Test
    void recognisesTheFormatOfABodyThatDeclaresNone() throws JMSException {
        Map<String, String> provider = Map.of("ProviderOdsCode", "B82617");
        assertAccepted(client.ask(client.text(" \r\n".repeat(50) + Sender.json(), provider)), "{");
        assertAccepted(client.ask(
                client.bytes("\n" + Sender.xml().substring(Sender.xml().indexOf("<Order")), provider)), "<Order");
        assertRefused(client.ask(client.text("[]", provider)), 415, "BAD_REQUEST", "Content-Type");
        assertRefused(client.ask(client.text("", provider)), 415, "BAD_REQUEST", "Content-Type");
        assertRefused(client.ask(client.text("task", provider)), 415, "BAD_REQUEST", "Content-Type");
    }

    @Test
    void refusesAnEmptyBodyThatDeclaresItsFormat() throws JMSException {
        assertRefused(client.ask(client.text(null, properties("B82617", "", "application/json+fhir"))), 400,
                "BAD_REQUEST", "body");
        assertRefused(client.ask(client.bytes("", properties("B82617", "", "application/xml+fhir"))), 400,
                "BAD_REQUEST", "body");
    }

    @Test
    void refusesABodyBeyondTheLimit() throws JMSException {
        assertRefused(client.ask(client.text(" ".repeat(5 << 20), properties("B82617", "", "application/json+fhir"))),
                413, "BAD_REQUEST", "larger");
    }

    @Test
    void refusesASenderWhoseTokenIsNotTheQueuesToMake() throws JMSException {
        TextMessage message = client.task("B82617");
        message.setStringProperty("SspFrom", "200000000999");
        assertRefused(client.ask(message), 403, null, "Ssp-From");
    }

    @Test
    void refusesATokenThatIsThereAndWrong() throws JMSException {
        TextMessage message = client.task("B82617");
        message.setStringProperty("Authorization", "Bearer a.b.");
        assertRefused(client.ask(message), 400, "BAD_REQUEST", "");
    }

    private Map<String, String> properties(String ods, String hyphen, String contentType) {
        Map<String, String> properties = new HashMap<>();
        sender.createHeaders(ods).forEach((name, value) -> properties.put(name.replace("-", hyphen), value));
        properties.keySet().removeIf(name -> name.startsWith("Content"));
        properties.put("Content" + hyphen + "Type", contentType);
        properties.put("ProviderOdsCode", ods);
        return properties;
    }

    private static void assertAccepted(TextMessage reply, String start) throws JMSException {
        assertThat(reply.getText()).startsWith(start.equals("\"resourceType\":\"Order\"") ? "{" + start : start);
        assertThat(reply.getIntProperty("HttpStatus")).isEqualTo(201);
    }

    public static void assertRefused(Message reply, int status, String code, String diagnostics) throws JMSException {
        assertThat(((TextMessage) reply).getText()).contains("OperationOutcome").contains(diagnostics);
        assertThat(reply.getIntProperty("HttpStatus")).isEqualTo(status);
        if (code != null) {
            assertThat(((TextMessage) reply).getText()).contains("\"" + code + "\"");
        }
    }
}
