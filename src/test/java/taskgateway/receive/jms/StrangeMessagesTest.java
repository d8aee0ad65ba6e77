package taskgateway.receive.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static taskgateway.receive.jms.ReceiveJmsTest.assertRefused;

import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import taskgateway.testkit.JmsClient;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/** Messages that no honest producer sends: each is answered, and none is obeyed. */
@ExtendWith(RunningGateway.Shared.class)
@Slow
class StrangeMessagesTest {

    private static final AtomicBoolean DESERIALISED = new AtomicBoolean();

    private final JmsClient client;

    StrangeMessagesTest(RunningGateway gateway) throws JMSException {
        this.client = new JmsClient(gateway);
    }

    @AfterEach
    void close() throws JMSException {
        client.close();
    }

    @Test
    void refusesAnObjectWithoutDeserialisingIt() throws JMSException {
        assertRefused(client.ask(declared(client.session().createObjectMessage(new Trap()))), 415, "BAD_REQUEST",
                "Content-Type");
        assertThat(DESERIALISED).isFalse();
    }

    @Test
    void refusesEveryOtherKindOfMessageWhateverItDeclares() throws JMSException {
        MapMessage map = client.session().createMapMessage();
        map.setString("body", Sender.json());
        StreamMessage stream = client.session().createStreamMessage();
        stream.writeString(Sender.json());
        for (Message message : List.of(map, stream, client.session().createMessage())) {
            assertRefused(client.ask(declared(message)), 415, "BAD_REQUEST", "Content-Type");
        }
    }

    @Test
    void obeysNoPropertyThatIsNamedLikeCamelsOwn() throws JMSException {
        for (String ods : List.of("A20047", "B82617")) {
            TextMessage message = client.task(ods);
            for (String name : List.of("CamelJmsDestinationName", "camelJmsDestinationName", "CAMELJMSDESTINATIONNAME",
                    "CamelFhirServerUrl", "camelfhir.serverUrl", "CamelFhir.inBody", "CamelHttpUri", "caMelHttpMethod",
                    "CamelSchedulerPolledMessages", "Location", "HttpStatus", "ETag", "Accept", "Prefer")) {
                message.setStringProperty(name, "gone.astray");
            }
            TextMessage reply = client.ask(message);
            assertThat(reply.getIntProperty("HttpStatus")).as(reply.getText()).isEqualTo(201);
            assertThat(reply.getStringProperty("Location")).contains("/" + ods + "/DSTU2/1/Order/");
            assertThat(reply.propertyExists("Prefer")).isFalse();
        }
        assertThat(client.next(client.queue("gone.astray"), 200)).isNull();
    }

    @Test
    void answersHugeProperties() throws JMSException {
        String huge = "9".repeat(1 << 20);
        for (String name : List.of("SspTraceID", "SspFrom", "SspTo", "SspInteractionID", "Authorization")) {
            TextMessage message = client.task("B82617");
            message.setStringProperty(name, huge);
            assertThat(client.ask(message).getIntProperty("HttpStatus")).as(name).isBetween(400, 403);
        }
        assertRefused(client.ask(client.task(huge)), 404, "ORGANISATION_NOT_FOUND", "ODS code");
        TextMessage unread = client.task("B82617");
        unread.setStringProperty("Unread", huge);
        assertThat(client.ask(unread).getIntProperty("HttpStatus")).isEqualTo(201);
    }

    @Test
    void answersPropertiesThatAreNoText() throws JMSException {
        TextMessage list = client.task("B82617");
        list.setObjectProperty("SspTo", List.of("918999198994"));
        assertRefused(client.ask(list), 400, "BAD_REQUEST", "Ssp-To is wrong");
        TextMessage number = client.task("B82617");
        number.setLongProperty("SspTo", 918_999_198_994L);
        assertThat(client.ask(number).getIntProperty("HttpStatus")).isEqualTo(201);
        TextMessage control = client.task("B82617");
        control.setStringProperty("SspTraceID", "\u0000\uD800\r\n");
        assertRefused(client.ask(control), 400, "BAD_REQUEST", "Ssp-TraceID is wrong");
    }

    /** A header block has a limit; a property has none but the token's own. */
    @Test
    void answersATokenOfAHundredKilobytes() throws JMSException {
        TextMessage opaque = client.task("B82617");
        opaque.setStringProperty("Authorization", "Bearer " + "e".repeat(100_000));
        assertRefused(client.ask(opaque), 400, "BAD_REQUEST", "three parts");
        TextMessage nested = client.task("B82617");
        nested.setStringProperty("Authorization", "Bearer e30." + Base64.getUrlEncoder().withoutPadding()
                .encodeToString("{\"a\":".repeat(16_000).getBytes(StandardCharsets.US_ASCII)) + ".");
        assertRefused(client.ask(nested), 400, "BAD_REQUEST", "nests 64 levels at most");
    }

    private static Message declared(Message message) throws JMSException {
        return JmsClient.with(message, Map.of("ProviderOdsCode", "B82617", "ContentType", "application/json+fhir"));
    }

    private static final class Trap implements Serializable {

        private void readObject(ObjectInputStream in) {
            DESERIALISED.set(true);
        }
    }
}
